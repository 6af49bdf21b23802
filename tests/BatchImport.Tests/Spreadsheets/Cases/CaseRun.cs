using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.Tests.Spreadsheets.Cases;

/// <summary>A row as an import processes it: its values for targets, and its errors.</summary>
internal sealed record CaseRow(int Number, Cell[] Values, IReadOnlyList<string> Errors);

/// <summary>The result of an import of a file, up to the sending of rows to their target.</summary>
internal sealed record CaseRun(string? SheetName, int HeaderRow, IReadOnlyList<string> Header, IReadOnlyList<CaseRow> Rows)
{
    /// <summary>Reads a file as staging and processing do.</summary>
    /// <exception cref="RejectedException">The file cannot be imported.</exception>
    public static CaseRun Run(SpreadsheetCase input)
    {
        var definition = input.Definition is { } name
            ? DefinitionReader.Read(File.ReadAllBytes(SpreadsheetCase.PathOf("Definitions", name + ".json")), name + ".json")
            : ImportDefinition.Open;
        using var content = File.OpenRead(SpreadsheetCase.PathOf("Files", input.File));
        var where = DefinitionTable.GetLocation(definition);
        where = input.Encoding is { } encoding ? where with { Encoding = TextEncoding.Find(encoding) } : where;
        using var reader = CorrectedRowsReader.Wrap(Spreadsheet.Open(content, new SpreadsheetLimits(), where));
        RowValidator.Bind(definition, reader.Header);
        var columns = ColumnSelection.Create(definition, reader.Header);
        var validator = RowValidator.Bind(definition, columns.Header);
        using var keys = UniqueKeys.Bind(definition, columns.Header);
        var rows = new List<CaseRow>();
        while (reader.Read())
        {
            var cells = columns.Take(reader.Cells);
            var known = keys.Check(reader.RowNumber, cells);
            string[] errors = (reader.RowProblem ?? columns.Problem(reader.Cells)) is { } problem ? [problem] : [.. validator.Validate(cells, known).Select(static error => error.Message)];
            rows.Add(new(reader.RowNumber, [.. cells.Select((cell, i) => validator.Convert(i, cell))], errors));
        }

        return rows.Count > 0 ? new(reader.SheetName, reader.HeaderRow, columns.Header, rows) : throw new RejectedException("no-rows", "There is a header but no row.");
    }
}
