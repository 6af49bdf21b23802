using System.Globalization;
using System.Text;
using BatchImport.Definitions;

namespace BatchImport.Workbooks;

/// <summary>Describes the rules of a column for people who fill in a workbook.</summary>
internal static class TemplateComment
{
    private const int MaxListed = 20;

    /// <summary>The rules, one a line.</summary>
    public static string For(ColumnDefinition column, ImportDefinition definition)
    {
        var text = new StringBuilder();
        text.AppendLine(column.Required ? "Required." : "Optional.");
        text.AppendLine(TypeOf(column));
        if (Bounds(column) is { } bounds)
        {
            text.AppendLine(bounds);
        }

        if (Lengths(column) is { } lengths)
        {
            text.AppendLine(lengths);
        }

        if (column.Pattern is { } pattern)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Must match the pattern {pattern}");
        }

        if (column.Allowed.Count > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"One of: {string.Join(", ", column.Allowed.Take(MaxListed))}{(column.Allowed.Count > MaxListed ? ", …" : "")}");
        }

        if (column.AllowedIn is { } source)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"A value of {source.Title}.");
        }

        if (column.Unique)
        {
            text.AppendLine("No value may occur twice.");
        }

        if (column.Default is { } value)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"When left blank: {value}");
        }

        foreach (var rule in definition.Rules.Where(rule => rule.Columns.Contains(column.Name, StringComparer.OrdinalIgnoreCase)))
        {
            text.AppendLine(Describe(rule));
        }

        return text.ToString().TrimEnd();
    }

    private static string TypeOf(ColumnDefinition column) => column.Type switch
    {
        ColumnType.Integer => "A whole number.",
        ColumnType.Decimal => "A number.",
        ColumnType.Date => "A date.",
        ColumnType.Boolean => "yes or no.",
        ColumnType.Email => "An e-mail address.",
        _ => "Text. Leading zeros are kept.",
    };

    private static string? Bounds(ColumnDefinition column) => (column.Min, column.Max) switch
    {
        ({ } min, { } max) => $"From {min} to {max}.",
        ({ } min, null) => $"{min} or {(column.Type == ColumnType.Date ? "later" : "more")}.",
        (null, { } max) => $"{max} or {(column.Type == ColumnType.Date ? "earlier" : "less")}.",
        _ => null,
    };

    private static string? Lengths(ColumnDefinition column) => (column.MinLength, column.MaxLength) switch
    {
        ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"{min} to {max} characters."),
        ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $"At least {min} characters."),
        (null, { } max) => string.Create(CultureInfo.InvariantCulture, $"At most {max} characters."),
        _ => null,
    };

    private static string Describe(RowRule rule)
    {
        var columns = string.Join(", ", rule.Columns);
        return rule.Kind switch
        {
            RowRuleKind.OneOf => $"At least one of these has a value: {columns}.",
            RowRuleKind.Requires => $"Required when {rule.When} is {(rule.Is.Count == 0 ? "filled in" : string.Join(" or ", rule.Is))}.",
            RowRuleKind.DateOrder => $"In this order: {columns}.",
            _ => $"Not twice together: {columns}.",
        };
    }
}
