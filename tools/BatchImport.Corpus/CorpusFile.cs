using System.Diagnostics;
using BatchImport.Spreadsheets;

namespace BatchImport.Corpus;

/// <summary>Reads one file as an import does, and compares its cells.</summary>
internal static class CorpusFile
{
    private const int MaxDifferences = 5;

    /// <summary>Reads and compares.</summary>
    public static FileResult Check(string path)
    {
        var time = Stopwatch.StartNew();
        using var memory = new PeakMemory();
        FileResult result;
        try
        {
            result = ReadAlone(path);
        }
        catch (SpreadsheetException ex)
        {
            result = new() { Outcome = FileOutcome.Refused, Code = ex.Code, Message = ex.Message };
        }
        catch (Exception ex)
        {
            result = new() { Outcome = FileOutcome.Failed, Code = ex.GetType().Name, Message = ex.Message };
        }

        result = result with { Milliseconds = time.ElapsedMilliseconds, PeakBytes = memory.Stop() };
        return result.Outcome == FileOutcome.Read && result.Format is nameof(SpreadsheetFormat.Xlsx) or nameof(SpreadsheetFormat.Xls) ? Compare(path, result) : result;
    }

    private static FileResult ReadAlone(string path)
    {
        using var content = File.OpenRead(path);
        using var reader = Spreadsheet.Open(content, new SpreadsheetLimits());
        var rows = 0;
        while (reader.Read())
        {
            rows++;
        }

        return new() { Outcome = FileOutcome.Read, Format = reader.Format.ToString(), Rows = rows };
    }

    private static FileResult Compare(string path, FileResult result)
    {
        using var content = File.OpenRead(path);
        using var reader = Spreadsheet.Open(content, new SpreadsheetLimits());
        using var other = File.OpenRead(path);
        try
        {
            using var reference = ReferenceSheet.Open(other, reader.SheetName!);
            return reference is null ? result with { Message = "ExcelDataReader has no sheet of that name." } : Compare(reader, reference, result);
        }
        catch (Exception ex) when (ex is not SpreadsheetException)
        {
            return result with { Message = $"ExcelDataReader cannot read it: {ex.Message}" };
        }
    }

    private static FileResult Compare(ISpreadsheetReader reader, ReferenceSheet reference, FileResult result)
    {
        var first = new List<Difference>();
        var count = 0;
        while (reader.Read())
        {
            // Rows between two rows are blank, or a totals row.
            while (reference.RowNumber < reader.RowNumber && reference.Read())
            {
            }

            for (var column = 0; column < reader.Header.Count; column++)
            {
                var theirs = reference.RowNumber == reader.RowNumber ? reference.Value(column) : null;
                if (!CellComparison.AreEqual(reader.Cells[column], theirs) && ++count <= MaxDifferences)
                {
                    first.Add(Describe(reader, column, theirs));
                }
            }
        }

        return result with { Outcome = count == 0 ? FileOutcome.Equal : FileOutcome.Different, Differences = count, First = first };
    }

    private static Difference Describe(ISpreadsheetReader reader, int column, object? theirs)
    {
        var cell = reader.Cells[column];
        return new(
            $"{ColumnName.FromIndex(column)}{reader.RowNumber}", $"{cell.Kind} / {theirs?.GetType().Name ?? "none"}",
            CellText.Quote(CellText.Format(cell)), CellText.Quote(FormattableString.Invariant($"{theirs}")));
    }
}
