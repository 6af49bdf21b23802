using System.Text;
using BatchImport.Corpus;
using BatchImport.Spreadsheets;
using BatchImport.Testing;

namespace BatchImport.Tests.Spreadsheets;

[Collection(MemoryRun.Name)]
public sealed class CorpusToolTests
{
    /// <summary>Cases that ExcelDataReader 3.6.0 reads differently, and why.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["12d-iso-date-cell-offset.xlsx"] = "dates with an offset are text",
        ["30-bool-variants.xlsx"] = "True is false",
        ["iso-times.xlsx"] = "times and durations are text",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_case_is_read_as_ExcelDataReader_reads_it_or_the_reason_is_known()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var folder = Repository.PathOf("tests", "BatchImport.Tests", "Spreadsheets", "Cases", "Files");
        var results = Directory.EnumerateFiles(folder).ToDictionary(file => Path.GetFileName(file), CorpusFile.Check, StringComparer.Ordinal);

        Assert.Equal(
            Known.Keys.Select(static file => (file, FileOutcome.Different)),
            results.Where(static each => each.Value.Outcome >= FileOutcome.Different).Select(static each => (each.Key, each.Value.Outcome)).OrderBy(static each => each.Key, StringComparer.Ordinal));
        Assert.Contains(results.Values, result => result.Outcome == FileOutcome.Equal);
        Assert.All(results.Values, result => Assert.InRange(result.PeakBytes, 0, 64 << 20));
    }

    [Fact]
    public async Task A_folder_of_good_and_refused_files_has_exit_code_0()
    {
        using var folder = new Folder();
        File.WriteAllBytes(folder.PathOf("a.xlsx"), XlsxFile.WithRows(XlsxFile.TextRow(1, "A") + XlsxFile.TextRow(2, "x")).ToBytes());
        File.WriteAllBytes(folder.PathOf("b.xls"), XlsFile.Excel97().Formats().Sheet("S").Cell(0, 0, "A").Cell(1, 0, 1).ToBytes());
        File.WriteAllBytes(folder.PathOf("c.csv"), "A\n1\n"u8.ToArray());
        File.WriteAllBytes(folder.PathOf("d.xlsx"), [1, 2, 3]);
        File.WriteAllText(folder.PathOf("ignored.md"), "no spreadsheet");
        var output = new StringWriter();

        var exitCode = await Run(TimeSpan.FromMinutes(2), output).RunAsync(new(folder.Path), new(folder.PathOf("report")), showValues: true, Stop);

        Assert.Equal(0, exitCode);
        Assert.Contains("Refused: d.xlsx (not-a-spreadsheet): The file is not a spreadsheet: it is a binary file.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Equal: 2\nRead: 1\nRefused: 1 (not-a-spreadsheet 1)", output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(["a.xlsx\tEqual\tXlsx\t1", "b.xls\tEqual\tXls\t1", "c.csv\tRead\tDelimitedText\t1", "d.xlsx\tRefused\t\t0"], File.ReadAllLines(folder.PathOf("report")).Select(line => string.Join('\t', line.Split('\t').Take(4))));
    }

    [Fact]
    public async Task A_file_that_is_not_read_in_time_is_reported_and_the_next_one_is_read()
    {
        using var folder = new Folder();
        File.WriteAllBytes(folder.PathOf("a.csv"), "A\n1\n"u8.ToArray());
        var output = new StringWriter();

        // No process starts in a millisecond.
        var exitCode = await Run(TimeSpan.FromMilliseconds(1), output).RunAsync(new(folder.Path), report: null, showValues: false, Stop);

        Assert.Equal(1, exitCode);
        Assert.Contains("Hung: a.csv: Not read within 0.001 seconds.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_differs_is_shown_and_has_exit_code_1()
    {
        using var folder = new Folder();
        var rows = XlsxFile.TextRow(1, "A") + "<row r=\"2\"><c r=\"A2\" t=\"b\"><v>True</v></c></row>";
        File.WriteAllBytes(folder.PathOf("a.xlsx"), XlsxFile.WithRows(rows).ToBytes());
        var output = new StringWriter();

        var exitCode = await Run(TimeSpan.FromMinutes(2), output).RunAsync(new(folder.Path), report: null, showValues: true, Stop);

        Assert.Equal(1, exitCode);
        Assert.Contains("Different: a.xlsx\n  A2: Boolean / Boolean: \"TRUE\" / \"False\"", output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(0.1000001, false)]
    public void Numbers_are_compared_to_the_digits_that_count(double theirs, bool areEqual) => Assert.Equal(areEqual, CellComparison.AreEqual(Cell.FromNumber(0.1), theirs));

    private static CorpusRun Run(TimeSpan timeout, TextWriter output) => new(timeout, CorpusWorker.Start(System.IO.Path.Combine(AppContext.BaseDirectory, "BatchImport.Corpus.dll")), output);

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("batchimport-corpus-").FullName;

        public string PathOf(string file) => System.IO.Path.Combine(Path, file);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
