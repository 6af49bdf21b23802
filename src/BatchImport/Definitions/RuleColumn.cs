using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>A column of a rule over several columns.</summary>
/// <param name="Check">The column's check, which reads its values.</param>
/// <param name="Index">Its index in the header; -1 when the file does not have it.</param>
internal sealed record RuleColumn(ColumnCheck Check, int Index)
{
    /// <summary>The column's name in the definition, as messages show it.</summary>
    public string Shown => CellText.Quote(Check.Column.Name);

    /// <summary>The column's normalized cell in a row; empty when the file does not have the column.</summary>
    public Cell Of(ReadOnlySpan<Cell> cells) => (uint)Index < (uint)cells.Length ? Check.Normalize(cells[Index]) : Cell.Empty;
}
