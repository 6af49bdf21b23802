using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>
/// Checks a file's rows against a definition. Bound once to a header; immutable, so that any number of threads may share one. A valid
/// row of texts and numbers requires no allocation.
/// </summary>
public sealed class RowValidator
{
    private static readonly IReadOnlyList<RowError> None = [];

    /// <summary>By the file's column index; null for columns the definition does not name.</summary>
    private readonly ColumnCheck?[] _checks;
    private readonly RuleCheck[] _rules;

    private RowValidator(ColumnCheck?[] checks, RuleCheck[] rules, IReadOnlyList<ColumnMatch> near)
    {
        _checks = checks;
        _rules = rules;
        NearMatches = near;
    }

    /// <summary>The columns that were matched by a similar name.</summary>
    public IReadOnlyList<ColumnMatch> NearMatches { get; }

    /// <summary>
    /// Matches a definition's columns with a header: by name or alias, without case and outer blanks, and by similar names where the definition allows it.
    /// </summary>
    /// <param name="definition">The definition, as returned by <see cref="DefinitionReader"/>.</param>
    /// <param name="header">The header's texts, as in <see cref="IRowSource.Header"/>.</param>
    /// <param name="lists">The values of columns with <see cref="ColumnDefinition.AllowedIn"/>; null to leave them unchecked.</param>
    /// <exception cref="RejectedException">
    /// <c>missing-column</c>: a required column is not in the header; <c>ambiguous-column</c>: two columns of the header match the same one of the definition;
    /// <c>unknown-column</c>: the definition does not name a column of the header, and allows no others.
    /// </exception>
    public static RowValidator Bind(ImportDefinition definition, IReadOnlyList<string> header, ReferenceLists? lists = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(header);

        var match = HeaderMatch.Create(definition, header);
        match.ThrowIfAmbiguous();
        match.ThrowIfIncomplete();
        match.ThrowIfUnknown();
        var columns = match.ColumnsByName(lists);
        var checks = new ColumnCheck?[header.Count];
        foreach (var column in columns.Values.Where(static column => column.Index >= 0))
        {
            checks[column.Index] = column.Check;
        }

        var rules = definition.Rules.Where(static rule => rule.Kind != RowRuleKind.Unique).Select(rule => new RuleCheck(rule, name => columns[name]));
        return new(checks, [.. rules], match.Near);
    }

    /// <summary>True when a header matches the definition: every required column is there by its name or an
    /// alias, at least one column at all, and none that it rejects.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="header">The header's texts.</param>
    /// <param name="matched">The number of the definition's columns in the header: of several matching definitions, the one with the most is used.</param>
    public static bool Fits(ImportDefinition definition, IReadOnlyList<string> header, out int matched)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(header);

        var match = HeaderMatch.Create(definition, header, exactly: true);
        matched = match.Matched;
        return matched > 0 && !match.IsAmbiguous && match.IsComplete && (definition.UnknownColumns != UnknownColumns.Refuse || !match.Unknown().Any(index => !Header.IsUnnamed(header, index)));
    }

    /// <summary>The errors of a row: at most one per cell, in column order, then the rules over several columns; empty when the row is valid.</summary>
    /// <param name="cells">The row's cells, as many as the header has.</param>
    /// <param name="known">Errors that are already known; null for none. They come last, without those of cells that have another error.</param>
    public IReadOnlyList<RowError> Validate(ReadOnlySpan<Cell> cells, IReadOnlyList<RowError>? known = null)
    {
        List<RowError>? errors = null;
        for (var i = 0; i < _checks.Length; i++)
        {
            var cell = i < cells.Length ? cells[i] : Cell.Empty;
            var problem = _checks[i] is { } check ? check.Problem(check.Normalize(cell)) : cell.Kind == CellKind.Uncalculated ? ColumnCheck.NotCalculated : null;
            if (problem is not null)
            {
                (errors ??= []).Add(new(i, problem));
            }
        }

        foreach (var rule in _rules)
        {
            rule.AddProblems(cells, ref errors);
        }

        if (known is not null)
        {
            var own = errors ?? [];
            errors = [.. own, .. known.Where(error => !own.Exists(other => other.Column is not null && other.Column == error.Column))];
        }

        return errors ?? None;
    }

    /// <summary>
    /// A cell converted to its column: with the default for a blank one, trimmed, in the column's case, and typed: a text that is a number,
    /// date or boolean becomes one, unless that would lose something (leading zeros, digits beyond the 15th). Cells of columns that the definition
    /// does not name, and those that do not match their type, do not change, except for an identifier, which becomes the text it shows.
    /// </summary>
    /// <param name="column">The column's index in the header.</param>
    /// <param name="cell">The cell.</param>
    public Cell Convert(int column, Cell cell) =>
        _checks[column] is { } check ? check.Convert(check.Normalize(cell)) :
        cell.Kind == CellKind.Identifier ? Cell.FromText(cell.Text) :
        cell;
}
