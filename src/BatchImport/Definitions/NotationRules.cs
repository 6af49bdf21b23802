using System.Globalization;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>Checks which notations a column may have, given its type, and whether its default is one of its values.</summary>
internal static class NotationRules
{
    /// <summary>The first invalid rule: the property and what is wrong with it; null when all are valid.</summary>
    public static (string Property, string Rule)? FirstProblem(ColumnDefinition column) =>
        NumberProblem(column) ?? DateProblem(column) ?? WordsProblem(column);

    /// <summary>What is wrong with a column's default; null when it is valid. The other rules of the column are valid.</summary>
    public static (string Property, string Rule)? DefaultProblem(ColumnDefinition column)
    {
        if (column.Default is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(column.Default))
        {
            return ("default", "default is blank");
        }

        // A typed column's default is written as in JSON; a text that is not converted to the type is invalid.
        var cell = TypedValues.Convert(column.Type, Notation.Invariant, Cell.FromText(column.Default));
        if (cell.Kind == CellKind.Text && column.Type is not (ColumnType.Text or ColumnType.Email))
        {
            return ("default", $"default {DefinitionJson.Shown(column.Default)} is not {ArticleOf(column.Type)} in the notation of definitions: 1234.5, 2024-12-31, true");
        }

        return new ColumnCheck(column).Problem(cell) is { } problem ? ("default", $"the default breaks the column's own rule: {problem}") : null;
    }

    private static string ArticleOf(ColumnType type) => type switch
    {
        ColumnType.Integer => "a whole number",
        ColumnType.Decimal => "a number",
        ColumnType.Date => "a date",
        _ => "a boolean",
    };

    private static (string, string)? NumberProblem(ColumnDefinition column)
    {
        var property = column switch
        {
            { DecimalSeparator: not null } => "decimalSeparator",
            { ThousandsSeparator: not null } => "thousandsSeparator",
            { Units.Count: > 0 } => "units",
            { Negative: not null } => "negative",
            _ => null,
        };
        if (property is null)
        {
            return null;
        }

        if (column.Type is not (ColumnType.Integer or ColumnType.Decimal))
        {
            return (property, $"{property} goes with integer and decimal, not with {ColumnRules.NameOf(column.Type)}");
        }

        if (column.DecimalSeparator is not (null or "." or ","))
        {
            return ("decimalSeparator", "decimalSeparator is \".\" or \",\"");
        }

        if (column.ThousandsSeparator is not (null or "" or "." or "," or "'" or " "))
        {
            return ("thousandsSeparator", "thousandsSeparator is \".\", \",\", \"'\", a blank, or empty for none");
        }

        if (column.Units.FirstOrDefault(unit => !NumberUnits.IsUnit(unit)) is { } wrong)
        {
            return ("units", $"{DefinitionJson.Shown(wrong)} cannot be a unit: a unit has up to {NumberUnits.MaxLength} characters, none of them a digit, a sign, a percent sign, a point or a comma");
        }

        return column.ThousandsSeparator is { Length: 1 } thousands && thousands[0] == Notation.From(column).DecimalSeparator
            ? ("thousandsSeparator", $"thousandsSeparator is {DefinitionJson.Shown(thousands)}, and so is the decimal separator")
            : null;
    }

    private static (string, string)? DateProblem(ColumnDefinition column)
    {
        if (column.Formats.Count == 0 && column.DayFirst is null)
        {
            return null;
        }

        var property = column.DayFirst is null ? "formats" : "dayFirst";
        if (column.Type != ColumnType.Date)
        {
            return (property, $"{property} goes with date, not with {ColumnRules.NameOf(column.Type)}");
        }

        if (column.Formats.Count > 0 && column.DayFirst is not null)
        {
            return ("dayFirst", "formats already determine the order of day and month: remove dayFirst or formats");
        }

        foreach (var format in column.Formats)
        {
            if (!IsDateFormat(format))
            {
                return ("formats", $"{DefinitionJson.Shown(format)} is not a date format with day, month and year, like dd.MM.yyyy or M/d/yyyy H:mm");
            }
        }

        return null;
    }

    /// <summary>A format is valid when a date written with it reads back as the same date.</summary>
    private static bool IsDateFormat(string format)
    {
        var date = new DateTime(2024, 12, 31, 0, 0, 0, DateTimeKind.Unspecified);
        try
        {
            return format.Length > 1 && DateTime.TryParseExact(
                date.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) && parsed.Date == date;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static (string, string)? WordsProblem(ColumnDefinition column)
    {
        if (column.TrueWords.Count == 0 && column.FalseWords.Count == 0)
        {
            return null;
        }

        var property = column.TrueWords.Count == 0 ? "falseWords" : "trueWords";
        if (column.Type != ColumnType.Boolean)
        {
            return (property, $"{property} goes with boolean, not with {ColumnRules.NameOf(column.Type)}");
        }

        var others = Notation.From(column with { TrueWords = [] });
        var both = column.TrueWords.FirstOrDefault(word => others.TryBoolean(word, out var value) && !value);
        if (both is null)
        {
            others = Notation.From(column with { FalseWords = [] });
            both = column.FalseWords.FirstOrDefault(word => others.TryBoolean(word, out var value) && value);
        }

        return both is null ? null : (property, $"{DefinitionJson.Shown(both)} would mean both yes and no");
    }
}
