using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>
/// Holds a file's rows against a definition. Bound once to a header; immutable, so that any number of threads may share one. A valid
/// row of texts and numbers costs no allocation.
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

    /// <summary>The columns that were found by nearly their name.</summary>
    public IReadOnlyList<ColumnMatch> NearMatches { get; }

    /// <summary>Matches a definition's columns with a header: by name or alias, without case and outer blanks, and where the definition allows it by nearly those.</summary>
    /// <param name="definition">The definition, as <see cref="DefinitionReader"/> gave it.</param>
    /// <param name="header">The header's texts, as <see cref="IRowSource.Header"/> has them.</param>
    /// <exception cref="RejectedException">
    /// <c>missing-column</c>: a required column is not in the header; <c>ambiguous-column</c>: two columns of the header are the same one of the definition;
    /// <c>unknown-column</c>: the definition does not name a column of the header, and allows no others.
    /// </exception>
    public static RowValidator Bind(ImportDefinition definition, IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(header);

        var match = HeaderMatch.Create(definition, header);
        match.ThrowIfAmbiguous();
        match.ThrowIfIncomplete();
        match.ThrowIfUnknown();
        var columns = match.ColumnsByName();
        var checks = new ColumnCheck?[header.Count];
        foreach (var column in columns.Values.Where(static column => column.Index >= 0))
        {
            checks[column.Index] = column.Check;
        }

        var rules = definition.Rules.Where(static rule => rule.Kind != RowRuleKind.Unique).Select(rule => new RuleCheck(rule, name => columns[name]));
        return new(checks, [.. rules], match.Near);
    }

    /// <summary>True when a file with this header is one of the definition: every required column is there by its name or an
    /// alias, at least one column at all, and none that it refuses.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="header">The header's texts.</param>
    /// <param name="matched">How many of the definition's columns are there: of several definitions that fit, the one with the most is meant.</param>
    public static bool Fits(ImportDefinition definition, IReadOnlyList<string> header, out int matched)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(header);

        var match = HeaderMatch.Create(definition, header, exactly: true);
        matched = match.Matched;
        return matched > 0 && !match.IsAmbiguous && match.IsComplete && (definition.UnknownColumns != UnknownColumns.Refuse || !match.Unknown().Any(index => !Header.IsUnnamed(header, index)));
    }

    /// <summary>What is wrong with a row: at most one thing a cell, in column order, then the rules over several columns; empty when all is well.</summary>
    /// <param name="cells">The row's cells, as many as the header has.</param>
    /// <param name="known">What is known to be wrong with it already; null for nothing. Comes last, without what is about a cell that has an error of its own.</param>
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
    /// A cell as its column has it: with the default for a blank one, trimmed and in the case that is asked for, and typed: a text that is a number,
    /// date or boolean becomes one, unless that would lose something (leading zeros, digits beyond the 15th). Cells of columns the definition
    /// does not name, and those that do not fit their type, stay exactly as they are, but for an identifier, which becomes the text it shows.
    /// </summary>
    /// <param name="column">The column's index in the header.</param>
    /// <param name="cell">The cell.</param>
    public Cell Convert(int column, Cell cell) =>
        _checks[column] is { } check ? check.Convert(check.Normalize(cell)) :
        cell.Kind == CellKind.Identifier ? Cell.FromText(cell.Text) :
        cell;
}
