using BatchImport.Imports;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>Which column of a definition each column of a header is.</summary>
internal sealed class HeaderMatch
{
    /// <summary>Header names a message lists.</summary>
    private const int MaxListed = 30;

    private readonly ImportDefinition _definition;
    private readonly IReadOnlyList<string> _header;

    /// <summary>By index in the definition: the index in the header, -1 for none.</summary>
    private readonly int[] _found;

    private (int Column, int First, int Second)? _ambiguity;

    private HeaderMatch(ImportDefinition definition, IReadOnlyList<string> header)
    {
        _definition = definition;
        _header = header;
        _found = new int[definition.Columns.Count];
        Array.Fill(_found, -1);
    }

    /// <summary>How many columns of the definition are in the header.</summary>
    public int Matched => _found.Count(static index => index >= 0);

    /// <summary>True when two columns of the header are the same one of the definition.</summary>
    public bool IsAmbiguous => _ambiguity is not null;

    /// <summary>True when every required column is there.</summary>
    public bool IsComplete => !Missing().Any();

    /// <summary>Matches.</summary>
    public static HeaderMatch Of(ImportDefinition definition, IReadOnlyList<string> header)
    {
        var match = new HeaderMatch(definition, header);
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < definition.Columns.Count; i++)
        {
            foreach (var name in definition.Columns[i].Aliases.Prepend(definition.Columns[i].Name))
            {
                columns.TryAdd(Header.Normalize(name), i);
            }
        }

        for (var i = 0; i < header.Count; i++)
        {
            if (columns.TryGetValue(Header.Normalize(header[i]), out var column))
            {
                match.Found(column, i);
            }
        }

        return match;
    }

    /// <summary>The place in the header of a column of the definition; null when it is not there.</summary>
    public int? IndexInHeader(int column) => _found[column] < 0 ? null : _found[column];

    public void ThrowIfAmbiguous()
    {
        if (_ambiguity is { } ambiguity)
        {
            throw new RejectedException("ambiguous-column",
                $"The columns {At(ambiguity.First)} and {At(ambiguity.Second)} both mean {CellText.Quote(_definition.Columns[ambiguity.Column].Name)} of the definition {_definition.Name}. Remove one of them, or rename it.");
        }
    }

    public void ThrowIfIncomplete()
    {
        var missing = Missing().Select(Describe).ToList();
        if (missing.Count > 0)
        {
            var found = string.Join(", ", _header.Take(MaxListed).Select(CellText.Quote));
            throw new RejectedException("missing-column",
                $"The header lacks {(missing.Count == 1 ? "the column" : "the columns")} {string.Join(", ", missing)}, which the definition {_definition.Name} requires. It has: {found}{(_header.Count > MaxListed ? " …" : "")}. Add the column or rename the one that is meant.");
        }
    }

    /// <summary>The checks by the header's columns; null where the definition has no column.</summary>
    public ColumnCheck?[] ChecksByHeader()
    {
        var checks = new ColumnCheck?[_header.Count];
        for (var i = 0; i < _found.Length; i++)
        {
            if (_found[i] >= 0)
            {
                checks[_found[i]] = new ColumnCheck(_definition.Columns[i]);
            }
        }

        return checks;
    }

    private static string Describe(ColumnDefinition column) =>
        column.Aliases.Count == 0 ? CellText.Quote(column.Name) : $"{CellText.Quote(column.Name)} (or {string.Join(", ", column.Aliases.Select(CellText.Quote))})";

    private IEnumerable<ColumnDefinition> Missing() => _definition.Columns.Where((column, i) => column.Required && _found[i] < 0);

    private void Found(int column, int index)
    {
        if (_found[column] >= 0)
        {
            _ambiguity ??= (column, _found[column], index);
            return;
        }

        _found[column] = index;
    }

    private string At(int index) => $"{CellText.Quote(_header[index])} ({ColumnName.Of(index)})";
}
