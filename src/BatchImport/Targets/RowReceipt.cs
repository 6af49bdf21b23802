using BatchImport.Common;

namespace BatchImport.Targets;

/// <summary>The outcome of one row of a batch.</summary>
/// <param name="Reference">What the target calls the row (a record's id); null when it has no name for it.</param>
/// <param name="Errors">Why the target refuses the row, for the owner of the file; empty when it took the row.</param>
public readonly record struct RowReceipt(string? Reference, IReadOnlyList<RowError> Errors)
{
    /// <summary>The row was taken.</summary>
    public static RowReceipt Taken(string? reference) => new(reference, []);

    /// <summary>The row was refused.</summary>
    public static RowReceipt Refused(params IReadOnlyList<RowError> errors) => new(null, errors);
}
