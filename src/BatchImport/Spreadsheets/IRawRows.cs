namespace BatchImport.Spreadsheets;

/// <summary>A file's rows that are not blank, whatever they are.</summary>
internal interface IRawRows : IDisposable
{
    /// <summary>The current row's number, 1-based.</summary>
    int RowNumber { get; }

    /// <summary>The current row's cells, up to the last one used or, once <see cref="SetColumns"/> was called, as many as that.</summary>
    ReadOnlySpan<Cell> Cells { get; }

    /// <summary>What stands behind the last column, if anything does.</summary>
    string? RowProblem { get; }

    /// <summary>Moves to the next row that is not blank. False at the end.</summary>
    bool Read();

    /// <summary>Fixes the number of columns, from the next row on.</summary>
    /// <param name="columns">How many there are.</param>
    /// <param name="ignoreOthers">True when values behind them are left out; otherwise they are a <see cref="RowProblem"/>.</param>
    void SetColumns(int columns, bool ignoreOthers);
}
