using System.Text;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Testing;
using BatchImport.Workbooks;
using OfficeOpenXml;

namespace BatchImport.Tests.Workbooks;

/// <summary>Workbooks to fill in.</summary>
public sealed class TemplateWorkbookTests
{
    private const string Json =
        """
        {
          "name": "orders", "sheet": "Orders", "headerRow": 3,
          "columns": [
            { "name": "Code", "required": true, "unique": true, "pattern": "[0-9]{6}" },
            { "name": "Mail", "type": "email", "maxLength": 40 },
            { "name": "State", "allowed": ["open", "closed"] },
            { "name": "City", "allowedIn": { "list": "cities" } },
            { "name": "Pieces", "type": "integer", "min": 1, "max": 5000000000 },
            { "name": "Price", "type": "decimal", "min": 0 },
            { "name": "Day", "type": "date", "required": true, "min": "2020-01-01", "max": "2020-12-31" },
            { "name": "Paid", "type": "boolean" },
            { "name": "Note", "minLength": 3, "maxLength": 10 }
          ],
          "rules": [ { "oneOf": ["Mail", "Note"] } ]
        }
        """;

    private static readonly ImportDefinition Definition = DefinitionReader.Read(Encoding.UTF8.GetBytes(Json), "orders.json");

    private static readonly ReferenceLists Lists = new(new Dictionary<string, ReferenceList>(StringComparer.OrdinalIgnoreCase)
    {
        ["City"] = new(new ReferenceSource { List = "cities" }, Enumerable.Range(1, 300).Select(i => $"City {i}")),
    });

    [Fact]
    public void What_is_filled_in_correctly_has_no_error()
    {
        using var package = Open();
        var sheet = package.Workbook.Worksheets["Orders"];
        object[] values = ["000042", "ada@example.com", "open", "City 300", 7, 1.5, new DateTime(2020, 12, 31, 23, 0, 0, DateTimeKind.Unspecified), "yes", "Hello"];
        for (var column = 0; column < values.Length; column++)
        {
            sheet.Cells[4, column + 1].Value = values[column];
        }

        using var filled = new MemoryStream(package.GetAsByteArray());
        var found = SpreadsheetCheck.Run(filled, Definition, new SpreadsheetLimits(), encoding: null, 10, TestContext.Current.CancellationToken);

        Assert.Empty(found.Errors);
        Assert.Equal((3, 1, "Orders"), (found.HeaderRow, found.Rows, found.SheetName));
    }

    [Fact]
    public void A_sheet_that_is_not_filled_in_has_no_rows()
    {
        using var content = new MemoryStream(TemplateWorkbook.Create(Definition, Lists));
        Assert.Equal(0, SpreadsheetCheck.Run(content, Definition, new SpreadsheetLimits(), encoding: null, 10, TestContext.Current.CancellationToken).Rows);
    }

    [Fact]
    public void Required_columns_are_marked_and_each_header_describes_its_rule()
    {
        using var package = Open();
        var sheet = package.Workbook.Worksheets["Orders"];

        Assert.NotEqual(sheet.Cells["A3"].Style.Fill.BackgroundColor.Rgb, sheet.Cells["B3"].Style.Fill.BackgroundColor.Rgb);
        Assert.Equal(sheet.Cells["A3"].Style.Fill.BackgroundColor.Rgb, sheet.Cells["G3"].Style.Fill.BackgroundColor.Rgb);
        Assert.Equal(["@", "@", "@", "@", "0", "General", "yyyy-mm-dd", "General", "@"], Enumerable.Range(1, 9).Select(column => sheet.Column(column).Style.Numberformat.Format));
        string[] comments = [.. Enumerable.Range(1, 9).Select(column => sheet.Cells[3, column].Comment.Text.ReplaceLineEndings("\n"))];
        Assert.Equal("Required.\nText. Leading zeros are kept.\nMust match the pattern [0-9]{6}\nNo value may occur twice.", comments[0]);
        Assert.Contains("At least one of these has a value: Mail, Note.", comments[1], StringComparison.Ordinal);
        Assert.Contains("A value of the list cities.", comments[3], StringComparison.Ordinal);
        Assert.Contains("From 2020-01-01 to 2020-12-31.", comments[6], StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_a_spreadsheet_program_knows_are_data_validation()
    {
        using var package = Open();
        var validations = package.Workbook.Worksheets["Orders"].DataValidations;

        Assert.Equal(["B", "C", "D", "E", "F", "G", "H", "I"], validations.Select(validation => validation.Address.Address[..1]));
        Assert.All(validations, validation => Assert.EndsWith("1048576", validation.Address.Address, StringComparison.Ordinal));
        Assert.Equal(("list", "\"open,closed\""), List(Xml("C")));
        Assert.Equal(("list", "Lists!$A$1:$A$300"), List(Xml("D")));
        Assert.Equal(("list", "\"yes,no\""), List(Xml("H")));
        Assert.Equal(eWorkSheetHidden.Hidden, package.Workbook.Worksheets["Lists"].Hidden);
        Assert.Equal(("1", "5000000000"), Formulas(Xml("E")));
        Assert.Equal("43831", Formulas(Xml("G")).First);
        Assert.StartsWith("44196.99998", Formulas(Xml("G")).Last, StringComparison.Ordinal);
        Assert.Equal(("3", "10"), Formulas(Xml("I")));
        Assert.False(validations.First(validation => validation.Address.Address.StartsWith('G')).AllowBlank);

        string Xml(string column) => package.Workbook.Worksheets["Orders"].WorksheetXml.GetElementsByTagName("dataValidation").Cast<System.Xml.XmlElement>()
            .Single(element => element.GetAttribute("sqref").StartsWith(column, StringComparison.Ordinal)).OuterXml;
    }

    [Fact]
    public void Every_definition_of_the_samples_has_a_template()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("samples"), "*.json", SearchOption.AllDirectories).Where(file => !file.Contains("CustomTarget", StringComparison.Ordinal)))
        {
            var definition = DefinitionReader.Read(File.ReadAllBytes(file), file);
            using var package = new ExcelPackage(new MemoryStream(TemplateWorkbook.Create(definition, ReferenceLists.None)));
            var sheet = package.Workbook.Worksheets[0];
            Assert.Equal(definition.Columns.Select(column => column.Name), Enumerable.Range(1, definition.Columns.Count).Select(column => sheet.Cells[definition.HeaderRow ?? 1, column].Text));
        }
    }

    private static (string, string) List(string xml)
    {
        var element = System.Xml.Linq.XElement.Parse(xml);
        return (element.Attribute("type")!.Value, Assert.Single(element.Elements()).Value);
    }

    private static (string First, string Last) Formulas(string xml)
    {
        var element = System.Xml.Linq.XElement.Parse(xml);
        string[] formulas = [.. element.Elements().Select(formula => formula.Value)];
        return (formulas[0], formulas[1]);
    }

    private static ExcelPackage Open() => new(new MemoryStream(TemplateWorkbook.Create(Definition, Lists)));
}
