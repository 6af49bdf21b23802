using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Testing;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>
/// The files in <c>samples/</c> match the code of this test. With UPDATE_SAMPLES=1 in the environment, this writes them first.
/// </summary>
public sealed class SampleTests
{
    public SampleTests()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SAMPLES") == "1")
        {
            File.WriteAllBytes(Sample("customers.csv"), SampleCustomers.Csv());
            File.WriteAllBytes(Sample("customers.xlsx"), SampleCustomers.Xlsx());
        }
    }

    [Fact]
    public void The_CSV_sample_is_what_the_generator_writes() =>
        Assert.Equal(SampleCustomers.Csv(), File.ReadAllBytes(Sample("customers.csv")));

    [Fact]
    public void The_XLSX_sample_holds_the_generators_values_cell_by_cell()
    {
        var sheet = Read("customers.xlsx");

        Assert.Equal((SpreadsheetFormat.Xlsx, "Customers", 1), (sheet.Format, sheet.Name, sheet.HeaderRow));
        Assert.Equal(SampleCustomers.Header, sheet.Header);
        Assert.Equal(SampleCustomers.Count, sheet.Rows.Count);
        for (var i = 0; i < SampleCustomers.Count; i++)
        {
            Assert.Equal(i + 2, sheet.Rows[i].Number);
            Assert.Equal(SampleCustomers.Row(i).Select(Typed), sheet.Rows[i].Cells);
        }
    }

    [Fact]
    public void The_CSV_sample_holds_the_generators_values_as_text()
    {
        var sheet = Read("customers.csv");

        Assert.Equal(SpreadsheetFormat.DelimitedText, sheet.Format);
        Assert.Equal(SampleCustomers.Header, sheet.Header);
        Assert.Equal(SampleCustomers.Count, sheet.Rows.Count);
        for (var i = 0; i < SampleCustomers.Count; i++)
        {
            Assert.Equal(i + 2, sheet.Rows[i].Number);
            Assert.Equal(SampleCustomers.Row(i).Select(value => Cell.FromText(SampleCustomers.Text(value))), sheet.Rows[i].Cells);
        }
    }

    [Theory]
    [InlineData("customers.xlsx")]
    [InlineData("customers.csv")]
    public void A_sample_has_exactly_the_known_errors(string file)
    {
        var definition = DefinitionReader.Read(File.ReadAllBytes(Sample("customers.json")), "samples/customers.json");
        var sheet = Read(file);
        var validator = RowValidator.Bind(definition, sheet.Header);

        var errors = sheet.Rows.SelectMany(row => validator.Validate(row.Cells).Select(error => (row.Number, sheet.Header[error.Column!.Value], error.Message)));

        Assert.Equal(SampleCustomers.Errors, errors);
    }

    private static string Sample(string file) => Repository.PathOf("samples", file);

    private static ReadSheet Read(string file)
    {
        using var content = File.OpenRead(Sample(file));
        return ReadSheet.Read(content);
    }

    private static Cell Typed(object? value) => value switch
    {
        DateOnly date => Cell.FromDate(date.ToDateTime(TimeOnly.MinValue).ToOADate()),
        decimal number => Cell.FromNumber((double)number),
        _ => Cell.FromText((string?)value),
    };
}
