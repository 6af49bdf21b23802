namespace BatchImport.Spreadsheets;

/// <summary>A row that was read ahead.</summary>
/// <param name="Number">Its number, 1-based.</param>
/// <param name="Cells">Its cells, up to the last one used.</param>
/// <param name="Problem">What makes it unusable; null for nothing.</param>
internal sealed record RawRow(int Number, Cell[] Cells, string? Problem)
{
    /// <summary>The current row, kept.</summary>
    public static RawRow From(IRawRows rows) => new(rows.RowNumber, rows.Cells.ToArray(), rows.RowProblem);

    /// <summary>How many cells have something in them.</summary>
    public int Filled => Cells.Count(static cell => !Header.IsBlank(cell));

    /// <summary>The row in a table of that many columns.</summary>
    /// <param name="columns">How many there are.</param>
    /// <param name="ignoreOthers">True when values behind them are left out; otherwise they make the row unusable.</param>
    public RawRow Fit(int columns, bool ignoreOthers)
    {
        var extra = ignoreOthers ? -1 : Array.FindIndex(Cells, Math.Min(columns, Cells.Length), static cell => !Header.IsBlank(cell));
        var cells = new Cell[columns];
        Cells.AsSpan(0, Math.Min(columns, Cells.Length)).CopyTo(cells);
        return new(Number, cells, Problem ?? (extra < 0 ? null : SpreadsheetErrors.ExtraCell(columns, extra, CellText.Format(Cells[extra]))));
    }
}
