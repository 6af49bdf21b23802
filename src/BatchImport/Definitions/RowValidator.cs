using BatchImport.Imports;
using BatchImport.Results;
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

    private RowValidator(ColumnCheck?[] checks) => _checks = checks;

    /// <summary>Matches a definition's columns with a header: by name or alias, without case and outer blanks.</summary>
    /// <param name="definition">The definition, as <see cref="DefinitionReader"/> gave it.</param>
    /// <param name="header">The header's texts, as <see cref="ISpreadsheetReader.Header"/> has them.</param>
    /// <exception cref="RejectedException">
    /// <c>missing-column</c>: a required column is not in the header; <c>ambiguous-column</c>: two columns of the header are the same one of the definition.
    /// </exception>
    public static RowValidator Bind(ImportDefinition definition, IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(header);

        var match = HeaderMatch.Of(definition, header);
        match.ThrowIfAmbiguous();
        match.ThrowIfIncomplete();
        return new(match.ChecksByHeader());
    }

    /// <summary>True when a file with this header is one of the definition: every required column is there, and at least one column at all.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="header">The header's texts.</param>
    /// <param name="matched">How many of the definition's columns are there: of several definitions that fit, the one with the most is meant.</param>
    public static bool Fits(ImportDefinition definition, IReadOnlyList<string> header, out int matched)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(header);

        var match = HeaderMatch.Of(definition, header);
        matched = match.Matched;
        return matched > 0 && !match.IsAmbiguous && match.IsComplete;
    }

    /// <summary>What is wrong with a row: at most one thing a cell, in column order; empty when all is well.</summary>
    /// <param name="cells">The row's cells, as many as the header has.</param>
    public IReadOnlyList<RowError> Validate(ReadOnlySpan<Cell> cells)
    {
        List<RowError>? errors = null;
        for (var i = 0; i < _checks.Length; i++)
        {
            if (_checks[i] is { } check && check.Problem(i < cells.Length ? cells[i] : Cell.Empty) is { } problem)
            {
                (errors ??= []).Add(new(i, problem));
            }
        }

        return errors ?? None;
    }

    /// <summary>
    /// A cell as its column's type has it: a text that is a number, date or boolean becomes one, unless that would lose something (leading
    /// zeros, digits beyond the 15th). Cells of text columns, of columns the definition does not name, and those that do not
    /// fit their type stay exactly as they are.
    /// </summary>
    /// <param name="column">The column's index in the header.</param>
    /// <param name="cell">The cell.</param>
    public Cell Convert(int column, Cell cell) => _checks[column] is { } check ? TypedValues.Convert(check.Type, cell) : cell;
}
