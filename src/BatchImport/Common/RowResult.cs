namespace BatchImport.Common;

/// <summary>What became of one row. The first result written for a row is the row's result for good.</summary>
/// <param name="Index">The row's index in its page, from 0.</param>
/// <param name="Errors">What is wrong, in column order; empty for a success.</param>
/// <param name="Reference">What the target calls the row (a record's id), if it said; null else.</param>
public sealed record RowResult(int Index, IReadOnlyList<RowError> Errors, string? Reference = null)
{
    /// <summary>True when the row arrived.</summary>
    public bool Succeeded => Errors.Count == 0;

    /// <summary>A success.</summary>
    public static RowResult Success(int index, string? reference = null) => new(index, [], reference);

    /// <summary>An error with its reasons; at least one.</summary>
    public static RowResult Error(int index, params IReadOnlyList<RowError> errors) => new(index, errors);
}
