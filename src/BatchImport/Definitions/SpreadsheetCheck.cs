using BatchImport.Common;
using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.Definitions;

/// <summary>Checks a whole file against a definition without importing it, and returns the errors that an import would find.</summary>
public static class SpreadsheetCheck
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="content">The file's bytes, from their start.</param>
    /// <param name="definition">What the columns must hold.</param>
    /// <param name="limits">The limits of the file.</param>
    /// <param name="encoding">The encoding of a text file; null for that of the definition or, without one, to detect it.</param>
    /// <param name="maxErrors">How many errors are returned; all are counted.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RejectedException">The file cannot be imported at all.</exception>
    public static CheckedSpreadsheet Run(Stream content, ImportDefinition definition, SpreadsheetLimits limits, TextEncoding? encoding, int maxErrors, CancellationToken cancellationToken)
    {
        var where = DefinitionTable.GetLocation(definition);
        using var reader = Spreadsheet.Open(content, limits, encoding is null ? where : where with { Encoding = encoding });
        var validator = RowValidator.Bind(definition, reader.Header);
        using var keys = UniqueKeys.Bind(definition, reader.Header);
        var columns = ColumnSelection.Create(definition, reader.Header);
        var rows = 0;
        var invalid = 0;
        var errors = new List<CheckedError>();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows++;
            var known = keys.Check(reader.RowNumber, reader.Cells);
            var found = (reader.RowProblem ?? columns.Problem(reader.Cells)) is { } problem ? [new RowError(null, problem)] : validator.Validate(reader.Cells, known);
            invalid += found.Count > 0 ? 1 : 0;
            foreach (var error in found.Take(maxErrors - errors.Count))
            {
                errors.Add(new(reader.RowNumber, error.Column is { } column ? reader.Header[column] : null, error.Message));
            }
        }

        return new()
        {
            Format = reader.Format,
            SheetName = reader.SheetName,
            HeaderRow = reader.HeaderRow,
            Rows = rows,
            InvalidRows = invalid,
            Errors = errors,
            NearMatches = validator.NearMatches,
            DroppedColumns = columns.Dropped,
            UncheckedColumns = [.. definition.Columns.Where(static column => column.AllowedIn is not null)],
        };
    }
}
