using System.Text.RegularExpressions;

namespace BatchImport.Definitions;

/// <summary>Which rules a column may have, given its type.</summary>
internal static class ColumnRules
{
    /// <summary>The first invalid rule of a column: the property and what is wrong with it; null when all are valid.</summary>
    public static (string Property, string Rule)? FirstProblem(ColumnDefinition column) =>
        PatternProblem(column) ?? BoundsProblem(column) ?? LengthProblem(column) ?? AllowedProblem(column) ?? TextProblem(column) ??
        NotationRules.FirstProblem(column) ?? NotationRules.DefaultProblem(column);

    /// <summary>The name of a type in definitions.</summary>
    public static string NameOf(ColumnType type) => type.ToString().ToLowerInvariant();

    private static (string, string)? PatternProblem(ColumnDefinition column)
    {
        if (column.Pattern is null)
        {
            return null;
        }

        if (column.Type is not (ColumnType.Text or ColumnType.Email))
        {
            return ("pattern", $"a pattern goes with text and email, not with {NameOf(column.Type)}");
        }

        try
        {
            // Without the brackets first: "a)(b" is a pattern only inside the brackets that are added.
            _ = new Regex(column.Pattern, Patterns.Options, Regex.InfiniteMatchTimeout);
            _ = Patterns.Get(column.Pattern);
            return null;
        }
        catch (Exception ex) when (ex is ArgumentException or NotSupportedException)
        {
            return ("pattern", ex is NotSupportedException
                ? "the pattern has look-arounds or back-references, which cannot be used"
                : $"the pattern is not a regular expression: {ex.Message}");
        }
    }

    private static (string, string)? BoundsProblem(ColumnDefinition column)
    {
        if (column.Min is null && column.Max is null)
        {
            return null;
        }

        if (column.Type is not (ColumnType.Integer or ColumnType.Decimal or ColumnType.Date))
        {
            return (column.Min is null ? "max" : "min", $"min and max go with integer, decimal and date, not with {NameOf(column.Type)}");
        }

        return BoundProblem(column, "min", column.Min) ?? BoundProblem(column, "max", column.Max) ?? OrderProblem(column);
    }

    private static (string, string)? BoundProblem(ColumnDefinition column, string property, string? bound) =>
        bound is null || (column.Type == ColumnType.Date ? IsoDate.TryParse(bound, out _) : PlainNumber.TryParse(bound, out _)) ? null :
        (property, column.Type == ColumnType.Date
            ? $"{property} {DefinitionJson.Shown(bound)} is not a date like 2024-12-31"
            : $"{property} {DefinitionJson.Shown(bound)} is not a number like 12.5");

    private static (string, string)? OrderProblem(ColumnDefinition column)
    {
        if (column.Min is null || column.Max is null)
        {
            return null;
        }

        bool isOrdered;
        if (column.Type == ColumnType.Date)
        {
            isOrdered = IsoDate.TryParse(column.Min, out var from) && IsoDate.TryParse(column.Max, out var to) && from <= to;
        }
        else
        {
            isOrdered = PlainNumber.TryParse(column.Min, out var from) && PlainNumber.TryParse(column.Max, out var to) && from <= to;
        }

        return isOrdered ? null : ("max", $"min {column.Min} is greater than max {column.Max}");
    }

    private static (string, string)? AllowedProblem(ColumnDefinition column)
    {
        if (column.AllowedIn is not null)
        {
            return column.Allowed.Count > 0 ? ("allowedIn", "a column has allowed or allowedIn, not both") :
                column.Type is ColumnType.Text or ColumnType.Integer or ColumnType.Email ? null :
                ("allowedIn", $"allowedIn goes with text, integer and email, not with {NameOf(column.Type)}");
        }

        if (column.Allowed.Count == 0)
        {
            return null;
        }

        if (column.Type is not (ColumnType.Text or ColumnType.Integer or ColumnType.Email))
        {
            return ("allowed", $"allowed goes with text, integer and email, not with {NameOf(column.Type)}");
        }

        foreach (var value in column.Allowed)
        {
            if (column.Type == ColumnType.Integer && !(PlainNumber.TryParse(value, out var number) && decimal.IsInteger(number)))
            {
                return ("allowed", $"{DefinitionJson.Shown(value)} is not a whole number");
            }
        }

        return null;
    }

    private static (string, string)? LengthProblem(ColumnDefinition column)
    {
        if (column.MinLength is null && column.MaxLength is null)
        {
            return null;
        }

        var property = column.MinLength is null ? "maxLength" : "minLength";
        return
            column.Type is not (ColumnType.Text or ColumnType.Email) ? (property, $"{property} goes with text and email, not with {NameOf(column.Type)}") :
            column.MinLength > column.MaxLength ? ("maxLength", $"minLength {column.MinLength} is greater than maxLength {column.MaxLength}") :
            null;
    }

    private static (string, string)? TextProblem(ColumnDefinition column) =>
        column.Case != TextCase.Keep && column.Type is not (ColumnType.Text or ColumnType.Email)
            ? ("case", $"a case goes with text and email, not with {NameOf(column.Type)}")
            : null;
}
