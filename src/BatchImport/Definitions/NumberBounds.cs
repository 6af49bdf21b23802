using System.Globalization;

namespace BatchImport.Definitions;

/// <summary>The least and the greatest number a column may hold.</summary>
internal readonly record struct NumberBounds(decimal? Min, decimal? Max)
{
    public static NumberBounds Create(ColumnDefinition column) => new(Parse(column.Min), Parse(column.Max));

    /// <summary>Which bound a number violates, as the end of a sentence; null for none.</summary>
    public string? Problem(NumberValue number) =>
        Min is { } min && Compare(number, min) < 0 ? string.Create(CultureInfo.InvariantCulture, $"less than {min}, the least value allowed") :
        Max is { } max && Compare(number, max) > 0 ? string.Create(CultureInfo.InvariantCulture, $"greater than {max}, the greatest value allowed") :
        null;

    private static int Compare(NumberValue number, decimal bound) =>
        number.Exact is { } exact ? exact.CompareTo(bound) : number.Approximate.CompareTo((double)bound);

    private static decimal? Parse(string? bound) => bound is null ? null : decimal.Parse(bound, CultureInfo.InvariantCulture);
}
