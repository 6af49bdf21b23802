using BatchImport.Definitions;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>
/// The files in <c>samples/</c> are what the code beside says they are. With UPDATE_SAMPLES=1 in the environment, this writes them first.
/// </summary>
public sealed class SampleTests
{
    /// <summary>Every error the samples must produce: row as shown by spreadsheet programs, column, message.</summary>
    private static readonly (int Row, string Column, string Message)[] Errors =
    [
        (8, "Email", "\"ada.example.com\" is not an e-mail address"),
        (19, "Last name", "a value is required"),
        (25, "Signup date", "\"31.02.2024\" is not a date like 2024-12-31"),
        (33, "Amount", "\"-12.5\" is less than 0, the least value allowed"),
        (42, "Id", "\"41\" does not match the pattern [0-9]{6}"),
        (54, "Country", "\"Atlantis\" is not one of Austria, Belgium, Denmark, France, Germany, Ireland, Italy, Netherlands, Spain, Switzerland"),
        (60, "Amount", "\"twelve\" is not a number"),
        (68, "Email", "a value is required"),
        (81, "Signup date", "a value is required"),
        (87, "Phone", "\"call me\" does not match the pattern \\+[0-9]{1,3}( [0-9]+)+"),
        (95, "Amount", "\"250000\" is greater than 100000, the greatest value allowed"),
        (103, "Email", "\"two@@example.com\" is not an e-mail address"),
        (103, "Amount", "\"n/a\" is not a number"),
        (120, "Signup date", "\"2009-05-04\" is before 2015-01-01, the first date allowed"),
        (126, "Id", "\"C00125\" does not match the pattern [0-9]{6}"),
        (141, "First name", "a value is required"),
        (141, "Last name", "a value is required"),
        (149, "Country", "a value is required"),
        (157, "Email", "\"someone@localhost\" is not an e-mail address"),
        (165, "Id", "a value is required"),
        (180, "Country", "\"Mars\" is not one of Austria, Belgium, Denmark, France, Germany, Ireland, Italy, Netherlands, Spain, Switzerland"),
        (180, "Signup date", "\"soon\" is not a date like 2024-12-31"),
        (180, "Amount", "\"-1\" is less than 0, the least value allowed"),
        (201, "Email", "\"last one@example.org\" is not an e-mail address"),
    ];

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
            Assert.Equal(SampleCustomers.Row(i).Select(value => Cell.OfText(SampleCustomers.Text(value))), sheet.Rows[i].Cells);
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

        Assert.Equal(Errors, errors);
    }

    private static string Sample(string file) => Repository.PathOf("samples", file);

    private static ReadSheet Read(string file)
    {
        using var content = File.OpenRead(Sample(file));
        return ReadSheet.Of(content);
    }

    private static Cell Typed(object? value) => value switch
    {
        DateOnly date => Cell.OfDate(date.ToDateTime(TimeOnly.MinValue).ToOADate()),
        decimal number => Cell.OfNumber((double)number),
        _ => Cell.OfText((string?)value),
    };
}
