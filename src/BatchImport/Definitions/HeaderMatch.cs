using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>Matches the columns of a header with those of a definition.</summary>
internal sealed class HeaderMatch
{
    /// <summary>The maximum number of header names in a message.</summary>
    private const int MaxListed = 30;

    private readonly ImportDefinition _definition;
    private readonly IReadOnlyList<string> _header;

    /// <summary>By index in the definition: the index in the header, -1 for none.</summary>
    private readonly int[] _found;

    private readonly List<ColumnMatch> _near = [];

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

    /// <summary>The columns that were matched by a similar name.</summary>
    public IReadOnlyList<ColumnMatch> Near => _near;

    /// <summary>Matches a definition with a header.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="header">The header's texts.</param>
    /// <param name="exactly">True to omit matches by a similar name, also where the definition allows them.</param>
    public static HeaderMatch Create(ImportDefinition definition, IReadOnlyList<string> header, bool exactly = false)
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

        if (definition.Fuzzy && !exactly)
        {
            match.FindNear();
        }

        return match;
    }

    /// <summary>The index in the header of a column of the definition; null when the file does not have it.</summary>
    public int? IndexInHeader(int column) => _found[column] < 0 ? null : _found[column];

    /// <summary>The indexes of the header's columns that the definition does not name.</summary>
    public IEnumerable<int> Unknown() => Enumerable.Range(0, _header.Count).Except(_found);

    /// <summary>Throws for columns that the definition does not name, if the definition rejects them.</summary>
    public void ThrowIfUnknown()
    {
        if (_definition.UnknownColumns == UnknownColumns.Refuse && Unknown().Where(index => !Header.IsUnnamed(_header, index)).ToList() is { Count: > 0 } unknown)
        {
            throw new RejectedException("unknown-column",
                $"The header has {(unknown.Count == 1 ? "the column" : "the columns")} {string.Join(", ", unknown.Take(MaxListed).Select(At))}{(unknown.Count > MaxListed ? " …" : "")}, which the definition {_definition.Name} does not know and does not allow. It knows: {string.Join(", ", _definition.Columns.Take(MaxListed).Select(static column => CellText.Quote(column.Name)))}. Remove the column or rename it.");
        }
    }

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
                $"The header lacks {(missing.Count == 1 ? "the column" : "the columns")} {string.Join(", ", missing)}, which the definition {_definition.Name} requires. It has: {found}{(_header.Count > MaxListed ? " …" : "")}.{Guesses()} Add the column or rename the one that is meant.");
        }
    }

    /// <summary>The definition's columns, in its order.</summary>
    /// <param name="lists">The lists of allowed values; null when they are not checked.</param>
    public RuleColumn[] Columns(ReferenceLists? lists = null) => [.. _definition.Columns.Select((column, i) => new RuleColumn(new ColumnCheck(column, lists?.Find(column.Name)), _found[i]))];

    /// <summary>The definition's columns by name.</summary>
    /// <param name="lists">The lists of allowed values; null when they are not checked.</param>
    public Dictionary<string, RuleColumn> ColumnsByName(ReferenceLists? lists = null) => Columns(lists).ToDictionary(static column => column.Check.Column.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A column by its name or an alias in the definition; otherwise, by the header's text; null when the file does not have it.</summary>
    public RuleColumn? Find(string column)
    {
        var name = Header.Normalize(column);
        if (Array.Find(Columns(), known => known.Check.Column.Aliases.Prepend(known.Check.Column.Name).Any(each => IsSame(each, name))) is { } found)
        {
            return found.Index < 0 ? null : found;
        }

        for (var i = 0; i < _header.Count; i++)
        {
            if (IsSame(_header[i], name))
            {
                return new(new ColumnCheck(new ColumnDefinition { Name = _header[i] }), i);
            }
        }

        return null;
    }

    private static bool IsSame(string text, string name) => string.Equals(Header.Normalize(text), name, StringComparison.OrdinalIgnoreCase);

    private static string Describe(ColumnDefinition column) =>
        column.Aliases.Count == 0 ? CellText.Quote(column.Name) : $"{CellText.Quote(column.Name)} (or {string.Join(", ", column.Aliases.Select(CellText.Quote))})";

    private IEnumerable<ColumnDefinition> Missing() => _definition.Columns.Where((column, i) => column.Required && _found[i] < 0);

    /// <summary>Matches columns by similar names: a text and a column that are similar to each other, and to no others.</summary>
    private void FindNear()
    {
        var names = _definition.Columns.Select(static column => column.Aliases.Prepend(column.Name).Select(FuzzyNames.Reduce).ToArray()).ToArray();
        var open = Enumerable.Range(0, _found.Length).Where(column => _found[column] < 0).ToArray();
        var near = Unknown().Select(index => (Index: index, Columns: Near(FuzzyNames.Reduce(_header[index])))).ToArray();
        foreach (var (index, columns) in near)
        {
            if (columns is [var column] && near.Count(other => other.Columns.Contains(column)) == 1)
            {
                _found[column] = index;
                _near.Add(new(_header[index], _definition.Columns[column].Name));
            }
        }

        int[] Near(string text) => [.. open.Where(column => names[column].Any(name => FuzzyNames.Distance(text, name) is not null))];
    }

    /// <summary>Suggests header texts for missing columns: sentences, or an empty text.</summary>
    private string Guesses()
    {
        var guesses = from column in Missing()
                      let names = column.Aliases.Prepend(column.Name).Select(FuzzyNames.Reduce).ToArray()
                      let text = Unknown().Select(index => _header[index]).FirstOrDefault(text => Array.Exists(names, name => FuzzyNames.Distance(FuzzyNames.Reduce(text), name) is not null))
                      where text is not null
                      select $" {CellText.Quote(text)} may be meant for {CellText.Quote(column.Name)}.";
        return string.Concat(guesses);
    }

    private void Found(int column, int index)
    {
        if (_found[column] >= 0)
        {
            _ambiguity ??= (column, _found[column], index);
            return;
        }

        _found[column] = index;
    }

    private string At(int index) => $"{CellText.Quote(_header[index])} ({ColumnName.FromIndex(index)})";
}
