using System.Text;
using BatchImport.Spreadsheets;
using BenchmarkDotNet.Attributes;
using ExcelDataReader;
using MiniExcelLibs;
using Sylvan.Data.Csv;

namespace BatchImport.Bench;

/// <summary>Reading every cell of a file, compared with other common readers.</summary>
public class ReaderBenchmarks
{
    private byte[] _xlsx = [];
    private byte[] _csv = [];

    [Params(50_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        _xlsx = BenchmarkFiles.Xlsx(Rows);
        _csv = BenchmarkFiles.Csv(Rows);
    }

    [Benchmark(Baseline = true)]
    public int Xlsx() => Read(_xlsx);

    [Benchmark]
    public int XlsxByExcelDataReader()
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(_xlsx));
        var cells = 0;
        while (reader.Read())
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                cells += reader.GetValue(column) is null ? 0 : 1;
            }
        }

        return cells;
    }

    [Benchmark]
    public int XlsxByMiniExcel() =>
        new MemoryStream(_xlsx).Query().Cast<IDictionary<string, object?>>().Sum(row => row.Values.Count(value => value is not null));

    [Benchmark]
    public int Csv() => Read(_csv);

    [Benchmark]
    public int CsvBySylvan()
    {
        using var text = new StreamReader(new MemoryStream(_csv));
        using var reader = CsvDataReader.Create(text);
        var cells = 0;
        while (reader.Read())
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                cells += reader.GetString(column).Length == 0 ? 0 : 1;
            }
        }

        return cells;
    }

    private static int Read(byte[] file)
    {
        using var reader = Spreadsheet.Open(new MemoryStream(file), new SpreadsheetLimits());
        var cells = 0;
        while (reader.Read())
        {
            foreach (var cell in reader.Cells)
            {
                cells += cell.IsEmpty ? 0 : 1;
            }
        }

        return cells;
    }
}
