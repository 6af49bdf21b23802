namespace BatchImport.Spreadsheets;

/// <summary>A file's rows that are not blank, in any format.</summary>
internal interface IRawRows : IDisposable
{
    /// <summary>The current row's number, 1-based.</summary>
    int RowNumber { get; }

    /// <summary>The current row's cells, up to the last non-empty one or, after <see cref="SetColumns"/>, that number of cells.</summary>
    ReadOnlySpan<Cell> Cells { get; }

    /// <summary>The problem of values after the last column; null when there are none.</summary>
    string? RowProblem { get; }

    /// <summary>Moves to the next row that is not blank. False at the end.</summary>
    bool Read();

    /// <summary>Fixes the number of columns, from the next row on.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="ignoreOthers">True to ignore values after them; otherwise they are a <see cref="RowProblem"/>.</param>
    void SetColumns(int columns, bool ignoreOthers);
}
