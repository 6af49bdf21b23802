namespace BatchImport.Common;

/// <summary>The outcome of one row. The first result written for a row is final.</summary>
/// <param name="Index">The row's index in its page, from 0.</param>
/// <param name="Errors">What is wrong, in column order; empty for a success.</param>
/// <param name="Reference">The target's name for the row (a record's id), if it returned one; otherwise, null.</param>
public sealed record RowResult(int Index, IReadOnlyList<RowError> Errors, string? Reference = null)
{
    /// <summary>True when the target accepted the row.</summary>
    public bool Succeeded => Errors.Count == 0;

    /// <summary>A success.</summary>
    public static RowResult Success(int index, string? reference = null) => new(index, [], reference);

    /// <summary>An error with its reasons; at least one.</summary>
    public static RowResult Error(int index, params IReadOnlyList<RowError> errors) => new(index, errors);
}
