using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>
/// Selects the columns of a file to import: all of them, unless the definition drops or rejects those that it does not name. Columns without a name
/// and value are exempt from that.
/// </summary>
public sealed class ColumnSelection
{
    private readonly int[]? _indexes;

    /// <summary>Columns without a name that must be blank.</summary>
    private readonly int[] _blank;

    private ColumnSelection(IReadOnlyList<string> header, int[]? indexes, int[]? blank = null)
    {
        _indexes = indexes;
        _blank = blank ?? [];
        Header = indexes is null ? header : [.. indexes.Select(index => header[index])];
        Dropped = indexes is null ? [] : [.. Enumerable.Range(0, header.Count).Except(indexes).Except(_blank).Select(index => header[index])];
    }

    /// <summary>The header texts of the imported columns, in file order.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The header texts of the dropped columns.</summary>
    public IReadOnlyList<string> Dropped { get; }

    /// <summary>Creates the selection for a header.</summary>
    /// <exception cref="RejectedException">
    /// <c>missing-column</c>: the definition drops columns that it does not name, and the header has none that it names.
    /// </exception>
    public static ColumnSelection Create(ImportDefinition definition, IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(header);
        if (definition.UnknownColumns == UnknownColumns.Keep)
        {
            return new(header, null);
        }

        var unknown = HeaderMatch.Create(definition, header).Unknown().ToHashSet();
        if (definition.UnknownColumns == UnknownColumns.Refuse)
        {
            int[] blank = [.. unknown.Where(index => Spreadsheets.Header.IsUnnamed(header, index)).Order()];
            return blank.Length == 0 ? new(header, null) : new(header, [.. Enumerable.Range(0, header.Count).Except(blank)], blank);
        }

        if (unknown.Count == header.Count)
        {
            throw new RejectedException("missing-column",
                $"The header has none of the columns of the definition {definition.Name}, which leaves out all others: nothing is left to import. It begins with {CellText.Quote(header[0])}. Correct the header, or choose another definition.");
        }

        return unknown.Count == 0 ? new(header, null) : new(header, [.. Enumerable.Range(0, header.Count).Where(index => !unknown.Contains(index))]);
    }

    /// <summary>What makes a row unusable: a value in a column without a name, where the definition allows no other columns; otherwise, null.</summary>
    public string? Problem(ReadOnlySpan<Cell> cells)
    {
        foreach (var index in _blank)
        {
            if (!Spreadsheets.Header.IsBlank(cells[index]))
            {
                return $"{CellText.Quote(CellText.Format(cells[index]))} is in column {ColumnName.FromIndex(index)}, which has no name in the header. Name the column or remove the value.";
            }
        }

        return null;
    }

    /// <summary>A row's selected cells, as a new array.</summary>
    public Cell[] Take(ReadOnlySpan<Cell> cells)
    {
        if (_indexes is null)
        {
            return cells.ToArray();
        }

        var kept = new Cell[_indexes.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = cells[_indexes[i]];
        }

        return kept;
    }
}
