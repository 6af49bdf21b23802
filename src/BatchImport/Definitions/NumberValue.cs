namespace BatchImport.Definitions;

/// <summary>The number in a cell.</summary>
/// <param name="Approximate">The number as spreadsheet programs store it.</param>
/// <param name="Exact">The number as it is written; null beyond the range of <see cref="decimal"/>.</param>
internal readonly record struct NumberValue(double Approximate, decimal? Exact)
{
    /// <summary>True when it has no fraction.</summary>
    public bool IsWhole => Exact is { } exact ? decimal.IsInteger(exact) : Math.Truncate(Approximate) == Approximate;
}
