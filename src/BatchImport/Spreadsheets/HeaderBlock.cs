namespace BatchImport.Spreadsheets;

/// <summary>A header of several rows, as in surveys: questions, and below them the answers.</summary>
internal static class HeaderBlock
{
    /// <summary>Joins the header's first row with those below it.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="below">Rows below it that are already read.</param>
    /// <param name="rows">Further rows.</param>
    /// <param name="count">The number of header rows.</param>
    /// <returns>The header, with the number of its first row, and the remaining rows below.</returns>
    public static (RawRow Header, RawRow[] Below) Join(RawRow first, RawRow[] below, IRawRows rows, int count)
    {
        var block = new List<RawRow> { first };
        block.AddRange(below.Take(count - 1));
        while (block.Count < count && rows.Read())
        {
            block.Add(RawRow.From(rows));
        }

        return (Join(block), [.. below.Skip(count - 1)]);
    }

    /// <summary>Joins the rows of a header.</summary>
    public static RawRow Join(IReadOnlyList<RawRow> block)
    {
        var width = block.Max(static row => row.Cells.Length);
        var names = new string[width];
        Array.Fill(names, "");
        for (var row = 0; row < block.Count; row++)
        {
            var left = "";
            for (var i = 0; i < width; i++)
            {
                var text = i < block[row].Cells.Length ? Header.Normalize(CellText.Format(block[row].Cells[i])) : "";
                left = text.Length > 0 ? text : left;
                text = row < block.Count - 1 && text.Length == 0 && HasTextBelow(block, row, i) ? left : text;
                names[i] = names[i].Length == 0 ? text : text.Length == 0 ? names[i] : $"{names[i]} {text}";
            }
        }

        return new(block[0].Number, Array.ConvertAll(names, Cell.FromText), block.FirstOrDefault(static row => row.Problem is not null)?.Problem);
    }

    private static bool HasTextBelow(IReadOnlyList<RawRow> block, int row, int column) =>
        block.Skip(row + 1).Any(below => column < below.Cells.Length && !Header.IsBlank(below.Cells[column]));
}
