namespace BatchImport.Faults.Imports;

/// <summary>What a row makes its target do; the name stands in the row's column <c>Kind</c>.</summary>
internal enum RowKind
{
    /// <summary>It is taken at once.</summary>
    Fine,

    /// <summary>It is taken after some milliseconds, so that rows are in flight at any moment.</summary>
    Slow,

    /// <summary>It is not valid and never comes to the target.</summary>
    Invalid,

    /// <summary>The target has a bug.</summary>
    Throw,

    /// <summary>The target refuses it.</summary>
    Refuse,

    /// <summary>The target is too busy, each time.</summary>
    Busy,

    /// <summary>The target takes it and answers what no workbook can hold as it is.</summary>
    Garbage,

    /// <summary>The target never answers, and does not listen when it is told to stop.</summary>
    Hang,

    /// <summary>The target takes the whole process down.</summary>
    Crash,
}
