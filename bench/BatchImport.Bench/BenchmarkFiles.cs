using System.Globalization;
using System.Text;
using BatchImport.Definitions;
using BatchImport.Load.Data;
using BatchImport.Spreadsheets;
using BatchImport.Staging;

namespace BatchImport.Bench;

/// <summary>The load tool's rows, in the formats of the benchmarks.</summary>
internal static class BenchmarkFiles
{
    private const int Seed = 1;

    /// <summary>As an XLSX file with a table of shared strings.</summary>
    public static byte[] Xlsx(int rows)
    {
        var path = Path.GetTempFileName();
        try
        {
            CustomerFile.Write(path, rows, Seed);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>As comma-separated values in UTF-8; dates and amounts are the numbers that XLSX has.</summary>
    public static byte[] Csv(int rows)
    {
        var text = new StringBuilder().AppendJoin(',', Customers.Header).Append('\n');
        foreach (var row in Customers.Make(rows, Seed))
        {
            text.AppendJoin(',', row.Texts).Append(CultureInfo.InvariantCulture, $",{row.SignupDate},{row.Amount}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>As staged pages.</summary>
    public static IReadOnlyList<RowPage> Pages(int rows)
    {
        using var reader = Spreadsheet.Open(new MemoryStream(Xlsx(rows)), new SpreadsheetLimits());
        var staged = new List<StagedRow>(rows);
        while (reader.Read())
        {
            staged.Add(new StagedRow(reader.RowNumber, reader.Cells.ToArray()));
        }

        return [.. staged.Chunk(RowPage.Size).Select((page, index) => new RowPage(index, page))];
    }

    /// <summary>The definition <c>customers</c>.</summary>
    public static ImportDefinition Definition()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "definitions", "customers.json");
        return DefinitionReader.Read(File.ReadAllBytes(file), file);
    }
}
