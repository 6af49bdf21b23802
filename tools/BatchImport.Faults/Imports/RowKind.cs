namespace BatchImport.Faults.Imports;

/// <summary>The behavior of the target for a row; the name is in the row's column <c>Kind</c>.</summary>
internal enum RowKind
{
    /// <summary>The target accepts it immediately.</summary>
    Fine,

    /// <summary>The target accepts it after some milliseconds, so that rows are in flight at any moment.</summary>
    Slow,

    /// <summary>It is invalid and never reaches the target.</summary>
    Invalid,

    /// <summary>The target has a bug.</summary>
    Throw,

    /// <summary>The target refuses it.</summary>
    Refuse,

    /// <summary>The target is too busy, each time.</summary>
    Busy,

    /// <summary>The target accepts it and returns a text that a workbook must escape.</summary>
    Garbage,

    /// <summary>The target never answers, and ignores cancellation.</summary>
    Hang,

    /// <summary>The target crashes the process.</summary>
    Crash,
}
