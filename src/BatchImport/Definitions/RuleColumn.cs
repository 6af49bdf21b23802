using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>A column that a rule over several columns is about.</summary>
/// <param name="Check">The column's own check: how its values are read.</param>
/// <param name="Index">Where it is in the header; -1 when the file does not have it.</param>
internal sealed record RuleColumn(ColumnCheck Check, int Index)
{
    /// <summary>The column's name in the definition, as messages show it.</summary>
    public string Shown => CellText.Quote(Check.Column.Name);

    /// <summary>The column's normalized cell in a row; empty when the file does not have the column.</summary>
    public Cell Of(ReadOnlySpan<Cell> cells) => (uint)Index < (uint)cells.Length ? Check.Normalize(cells[Index]) : Cell.Empty;
}
