using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>Which of a file's columns go along: all of them, unless the definition drops those it does not name.</summary>
public sealed class KeptColumns
{
    private readonly int[]? _indexes;

    private KeptColumns(IReadOnlyList<string> header, int[]? indexes)
    {
        _indexes = indexes;
        Header = indexes is null ? header : [.. indexes.Select(index => header[index])];
        Dropped = indexes is null ? [] : [.. Enumerable.Range(0, header.Count).Except(indexes).Select(index => header[index])];
    }

    /// <summary>The texts of the header that go along, in file order.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Those that do not.</summary>
    public IReadOnlyList<string> Dropped { get; }

    /// <summary>Decides for a header.</summary>
    /// <exception cref="RejectedException"><c>missing-column</c>: the definition drops what it does not name, and names nothing that the header has.</exception>
    public static KeptColumns Of(ImportDefinition definition, IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(header);
        if (definition.UnknownColumns != UnknownColumns.Drop)
        {
            return new(header, null);
        }

        var unknown = HeaderMatch.Of(definition, header).Unknown().ToHashSet();
        if (unknown.Count == header.Count)
        {
            throw new RejectedException("missing-column",
                $"The header has none of the columns of the definition {definition.Name}, which leaves out all others: nothing is left to import. It begins with {CellText.Quote(header[0])}. Mend the header, or name another definition.");
        }

        return unknown.Count == 0 ? new(header, null) : new(header, [.. Enumerable.Range(0, header.Count).Where(index => !unknown.Contains(index))]);
    }

    /// <summary>A row's cells that go along, as an array of their own.</summary>
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
