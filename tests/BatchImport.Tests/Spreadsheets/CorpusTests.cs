using System.Globalization;
using System.Text;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>
/// Files that real programs wrote (see the README in their folder), each with its expected content. With UPDATE_GOLDEN=1 in the environment, this
/// first writes the actual content: check the difference before you commit it.
/// </summary>
public sealed class CorpusTests
{
    [Theory]
    [InlineData("openpyxl.xlsx")]
    [InlineData("libreoffice.xlsx")]
    [InlineData("libreoffice.xls")]
    [InlineData("libreoffice.csv")]
    public void A_file_of_a_real_program_is_read_as_it_is_known_to_be(string file)
    {
        var golden = PathOf(file + ".golden.txt");
        var read = Describe(ReadSheet.Read(File.ReadAllBytes(PathOf(file))));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(golden, read);
        }

        Assert.Equal(File.ReadAllText(golden).ReplaceLineEndings("\n"), read);
    }

    [Fact]
    public void Every_file_of_the_corpus_has_its_golden_file() =>
        Assert.All(
            Directory.EnumerateFiles(PathOf("")).Where(file => Path.GetExtension(file) is ".xlsx" or ".xls" or ".csv"),
            file => Assert.True(File.Exists(file + ".golden.txt"), $"{file} has no golden file."));

    private static string PathOf(string file) => BatchImport.Testing.Repository.PathOf("tests", "BatchImport.Tests", "Spreadsheets", "Corpus", file);

    private static string Describe(ReadSheet sheet)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{sheet.Format}, sheet {sheet.Name ?? "none"}, header in row {sheet.HeaderRow}\n");
        foreach (var row in sheet.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nrow {row.Number}{(row.Problem is null ? "" : $": {row.Problem}")}\n");
            for (var i = 0; i < row.Cells.Length; i++)
            {
                var value = CellText.Format(row.Cells[i]).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
                text.Append(CultureInfo.InvariantCulture, $"  {sheet.Header[i]} = {row.Cells[i].Kind} [{value}]\n");
            }
        }

        return text.ToString();
    }
}
