namespace BatchImport.Spreadsheets;

/// <summary>A row that is read ahead.</summary>
/// <param name="Number">Its number, 1-based.</param>
/// <param name="Cells">Its cells, up to the last non-empty one.</param>
/// <param name="Problem">What makes it unusable; null when nothing does.</param>
internal sealed record RawRow(int Number, Cell[] Cells, string? Problem)
{
    /// <summary>A copy of the current row.</summary>
    public static RawRow From(IRawRows rows) => new(rows.RowNumber, rows.Cells.ToArray(), rows.RowProblem);

    /// <summary>The number of cells that are not empty.</summary>
    public int Filled => Cells.Count(static cell => !Header.IsBlank(cell));

    /// <summary>The row in a table with the given number of columns.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="ignoreOthers">True to ignore values after them; otherwise they make the row unusable.</param>
    public RawRow Fit(int columns, bool ignoreOthers)
    {
        var extra = ignoreOthers ? -1 : Array.FindIndex(Cells, Math.Min(columns, Cells.Length), static cell => !Header.IsBlank(cell));
        var cells = new Cell[columns];
        Cells.AsSpan(0, Math.Min(columns, Cells.Length)).CopyTo(cells);
        return new(Number, cells, Problem ?? (extra < 0 ? null : SpreadsheetErrors.ExtraCell(columns, extra, CellText.Format(Cells[extra]))));
    }
}
