using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Testing;

namespace BatchImport.Tests.Definitions;

public sealed class SpreadsheetCheckTests
{
    [Fact]
    public void The_orders_sample_has_exactly_the_known_errors()
    {
        var found = Check("orders.csv", maxErrors: 100);

        Assert.Equal((3, 7, 5), (found.HeaderRow, found.Rows, found.InvalidRows));
        Assert.Equal([new ColumnMatch("Gelifert am", "Delivered on")], found.NearMatches);
        Assert.Equal(["Lager"], found.DroppedColumns);
        Assert.Equal(
            [
                new(6, "Betrag", "\"1234.5\" is not a number like 1.234,5"),
                new(7, "Bestellnummer", "\"AB-1001\" is the same value as in row 4; every value may be there only once"),
                new(8, "E-Mail-Adresse", "one of \"Email\", \"Phone\" must have a value"),
                new(9, "Gelifert am", "\"28.05.2024\" is before \"29.05.2024\", the \"Ordered on\""),
                new(10, "Bestellt am", "\"5/31/2024\" is not a date like 31.12.2024"),
                new(10, "Währung", "\"USD\" is not one of EUR, CHF"),
                new CheckedError(10, "Telefon", "a value is required, because \"Delivered on\" has one"),
            ],
            found.Errors);
    }

    [Fact]
    public void Only_the_first_errors_are_kept_and_all_rows_are_counted()
    {
        var found = Check("orders.csv", maxErrors: 2);

        Assert.Equal(2, found.Errors.Count);
        Assert.Equal(5, found.InvalidRows);
    }

    [Fact]
    public void A_file_that_cannot_be_imported_is_refused_as_an_import_would() =>
        Assert.Equal("missing-column", Assert.Throws<RejectedException>(() => Check("customers.csv", maxErrors: 2)).Code);

    private static CheckedSpreadsheet Check(string file, int maxErrors)
    {
        var definition = DefinitionReader.Read(File.ReadAllBytes(Repository.PathOf("samples", "orders.json")), "orders.json");
        using var content = File.OpenRead(Repository.PathOf("samples", file));
        return SpreadsheetCheck.Run(content, definition, new SpreadsheetLimits(), encoding: null, maxErrors, TestContext.Current.CancellationToken);
    }
}
