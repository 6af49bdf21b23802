namespace BatchImport.Definitions;

/// <summary>The first and the last date a column may hold. A bound without a time of day means the whole day.</summary>
internal readonly record struct DateBounds(string? Min, string? Max, DateTime From, DateTime To)
{
    public static DateBounds Create(ColumnDefinition column) =>
        new(column.Min, column.Max, Parse(column.Min), Parse(column.Max));

    /// <summary>Which bound a date violates, as the end of a sentence; null for none.</summary>
    public string? Problem(DateTime date) =>
        Min is not null && Comparable(date, From) < From ? $"before {Min}, the first date allowed" :
        Max is not null && Comparable(date, To) > To ? $"after {Max}, the last date allowed" :
        null;

    private static DateTime Comparable(DateTime date, DateTime bound) => bound.TimeOfDay == TimeSpan.Zero ? date.Date : date;

    private static DateTime Parse(string? bound) =>
        bound is null ? default :
        IsoDate.TryParse(bound, out var date) ? date :
        throw new FormatException($"{bound} is not a date in ISO 8601.");
}
