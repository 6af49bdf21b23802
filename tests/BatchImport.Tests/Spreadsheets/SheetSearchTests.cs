using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>Which sheet of a workbook is read when none is named.</summary>
public sealed class SheetSearchTests
{
    private const string Empty = "<row r=\"1\"><c r=\"A1\" s=\"0\"/></row>";

    private static readonly string Cover = XlsxFile.TextRow(1, "How to fill in this form") + XlsxFile.TextRow(3, "1. Go to the sheet Data");
    private static readonly string Table = XlsxFile.TextRow(1, "Name", "Town") + XlsxFile.TextRow(2, "Ada", "London");
    private static readonly TableLocation People = new() { IsHeader = header => header.Contains("Town") };

    [Fact]
    public void The_first_visible_sheet_that_is_not_empty_is_read()
    {
        Assert.Equal("Third", ReadSheet.Read(Sheets(("First", "", Empty), ("Second", "state=\"hidden\"", Table), ("Third", "", Table), ("Fourth", "", Cover))).Name);
        Assert.Equal("Second", ReadSheet.Read(Sheets(("First", "", ""), ("Second", "", Table)), where: new() { HeaderRow = 1 }).Name);
        Assert.Equal("The sheet \"First\" is empty. Rows are read from the first visible sheet that is not empty, or the one that is named: its first row names the columns, and its further rows hold the data.",
            ReadSheet.Refused(Sheets(("First", "", ""), ("Second", "", Empty), ("Third", "state=\"veryHidden\"", Table))).Message);
    }

    [Fact]
    public void A_sheet_that_is_named_is_read_or_refused_even_where_it_is_empty() =>
        Assert.StartsWith("The sheet \"First\" is empty.", Refused(new() { SheetName = "First" }, ("First", "", ""), ("Second", "", Table)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_later_sheet_that_has_the_required_columns_is_named_where_the_first_has_them_not()
    {
        var refusal = Refused(People, ("Cover", "", Cover), ("Notes", "", XlsxFile.TextRow(1, "A", "B")), ("Data", "", Table));

        Assert.Equal("other-sheet", refusal.Code);
        Assert.Equal("The sheet \"Cover\", the first one with rows, does not have the columns that are required, but the sheet \"Data\" has them. Move that sheet to the front, or name it (the definition's sheet, or the blob metadata sheet).", refusal.Message);
    }

    [Fact]
    public void The_first_sheet_is_read_where_no_sheet_or_the_first_has_the_required_columns()
    {
        Assert.Equal(("Cover", 1), Read(People, ("Cover", "", Cover), ("Hidden", "state=\"hidden\"", Table), ("Broken", "", "<row r=\"0\"/>")));
        Assert.Equal(("Data", 1), Read(People, ("Data", "", Table), ("More", "", Table)));
        Assert.Equal(("Cover", 1), Read(TableLocation.Anywhere, ("Cover", "", Cover), ("Data", "", Table)));

        static (string? Name, int Rows) Read(TableLocation where, params (string, string, string)[] sheets)
        {
            var sheet = ReadSheet.Read(Sheets(sheets), where: where);
            return (sheet.Name, sheet.Rows.Count);
        }
    }

    [Theory]
    [InlineData("xl/worksheets/sheet 1.xml", "worksheets/sheet%201.xml")]
    [InlineData("xl/worksheets/sheet%201.xml", "worksheets/sheet%201.xml")]
    [InlineData("xl/worksheets/sheet%201.xml", "worksheets/sheet 1.xml")]
    [InlineData("/xl/worksheets/größe.xml", "/xl/worksheets/gr%C3%B6%C3%9Fe.xml")]
    public void A_part_is_found_whether_its_name_is_percent_encoded_or_not(string part, string target) =>
        Assert.Single(ReadSheet.Read(XlsxFile.WithRows("").Without("xl/worksheets/sheet1.xml").With(part, $"<worksheet xmlns=\"{XlsxFile.Main}\"><sheetData>{Table}</sheetData></worksheet>")
            .With("xl/_rels/workbook.xml.rels", XlsxFile.Relationships(("rId1", XlsxFile.Office + "/worksheet", target))).ToBytes()).Rows);

    private static SpreadsheetException Refused(TableLocation where, params (string, string, string)[] sheets) =>
        Assert.Throws<SpreadsheetException>(() => ReadSheet.Read(Sheets(sheets), where: where));

    private static byte[] Sheets(params (string Name, string Attributes, string Rows)[] sheets)
    {
        var file = XlsxFile.WithRows("")
            .With("xl/workbook.xml", $"<workbook xmlns=\"{XlsxFile.Main}\" xmlns:r=\"{XlsxFile.Office}\"><sheets>{string.Concat(sheets.Select((sheet, i) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{i + 1}\" {sheet.Attributes} r:id=\"rId{i}\"/>"))}</sheets></workbook>")
            .With("xl/_rels/workbook.xml.rels", XlsxFile.Relationships([.. sheets.Select((_, i) => ($"rId{i}", XlsxFile.Office + "/worksheet", $"worksheets/s{i}.xml"))]));
        for (var i = 0; i < sheets.Length; i++)
        {
            file.With($"xl/worksheets/s{i}.xml", $"<worksheet xmlns=\"{XlsxFile.Main}\"><sheetData>{sheets[i].Rows}</sheetData></worksheet>");
        }

        return file.ToBytes();
    }
}
