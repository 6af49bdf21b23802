using System.Text;
using BatchImport.Spreadsheets;
using OfficeOpenXml;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>Workbooks in the forms of different producers: the same table, with the same result.</summary>
public sealed class XlsxDialectTests
{
    private static readonly Cell[] Expected = [Cell.FromText("Ada"), Cell.FromNumber(36)];

    [Fact]
    public void Shared_strings_as_Excel_writes_them() => IsRead(XlsxFile.WithRows(
        """<row r="1" spans="1:2" x14ac:dyDescent="0.25" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2" spans="1:2"><c r="A2" s="0" t="s"><v>2</v></c><c r="B2"><v>36</v></c></row>""",
        sharedStrings: "<si><t>Name</t></si><si><t>Age</t></si><si><t>Ada</t></si>"));

    [Fact]
    public void Cells_without_references() => IsRead(XlsxFile.WithRows(
        """<row><c t="inlineStr"><is><t>Name</t></is></c><c t="inlineStr"><is><t>Age</t></is></c></row><row><c t="inlineStr"><is><t>Ada</t></is></c><c t="n"><v>36</v></c></row>"""));

    [Fact]
    public void A_wrong_dimension_and_columns_with_nothing_but_formatting() => IsRead(XlsxFile.WithSheet(
        $"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{XlsxFile.Main}"><dimension ref="A1"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetData><row r="1">{Text("A1", "Name")}{Text("B1", "Age")}<c r="C1" s="4"/><c r="XFD1" s="4"/></row><row r="2" hidden="1">{Text("A2", "Ada")}<c r="B2"><v>36</v></c><c r="C2" s="4"/></row></sheetData><mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells><extLst><ext/></extLst></worksheet>"""));

    [Fact]
    public void A_prefix_on_every_element() => IsRead(XlsxFile.WithSheet(
        $"""<x:worksheet xmlns:x="{XlsxFile.Main}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Name</x:t></x:is></x:c><x:c r="B1" t="str"><x:v>Age</x:v></x:c></x:row><x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>Ada</x:t></x:is></x:c><x:c r="B2"><x:v>36</x:v></x:c></x:row></x:sheetData></x:worksheet>"""));

    [Fact]
    public void Strict_Open_XML() => IsRead(new XlsxFile()
        .With("_rels/.rels", XlsxFile.Relationships(("rId1", XlsxFile.StrictOffice + "/officeDocument", "xl/workbook.xml")))
        .With("xl/workbook.xml", $"<workbook xmlns=\"{XlsxFile.StrictMain}\" xmlns:r=\"{XlsxFile.StrictOffice}\" conformance=\"strict\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")
        .With("xl/_rels/workbook.xml.rels", XlsxFile.Relationships(
            ("rId1", XlsxFile.StrictOffice + "/worksheet", "worksheets/sheet1.xml"), ("rId2", XlsxFile.StrictOffice + "/sharedStrings", "sharedStrings.xml")))
        .With("xl/sharedStrings.xml", $"<sst xmlns=\"{XlsxFile.StrictMain}\"><si><t>Name</t></si><si><t>Age</t></si><si><t>Ada</t></si></sst>")
        .With("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{XlsxFile.StrictMain}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>36</v></c></row></sheetData></worksheet>"""));

    [Fact]
    public void Part_names_in_another_case_and_with_backslashes() => IsRead(Small()
        .Without("xl/workbook.xml").With(@"XL\Workbook.xml", Small().Part("xl/workbook.xml")));

    [Fact]
    public void No_relationships_of_the_package() => IsRead(Small().Without("_rels/.rels"));

    [Fact]
    public void Indented_XML_in_UTF_16_with_comments() => IsRead(Small().With("xl/worksheets/sheet1.xml", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes($"""
        <?xml version="1.0" encoding="utf-16"?>
        <!-- by hand -->
        <worksheet xmlns="{XlsxFile.Main}">
          <sheetData>
            <row r="1">
              {Text("A1", "Name")}
              {Text("B1", "Age")}
            </row>
            <row r="2">
              {Text("A2", "A<!-- in the middle -->da")}
              <c r="B2">
                <v> 36 </v>
              </c>
            </row>
          </sheetData>
        </worksheet>
        """)]));

    [Fact]
    public void Cells_of_a_row_in_another_order() => IsRead(XlsxFile.WithRows(
        XlsxFile.TextRow(1, "Name", "Age") + $"<row r=\"2\"><c r=\"B2\"><v>36</v></c>{Text("A2", "Ada")}</row>"));

    [Fact]
    public void Texts_as_results_and_no_styles_as_SheetJS_writes_them() => IsRead(XlsxFile.WithSheet(
        $"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{XlsxFile.Main}" xmlns:r="{XlsxFile.Office}"><dimension ref="A1:B2"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetData><row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>Age</v></c></row><row r="2"><c r="A2" t="str"><v>Ada</v></c><c r="B2" t="n"><v>36</v></c></row></sheetData><ignoredErrors><ignoredError numberStoredAsText="1" sqref="A1:B2"/></ignoredErrors></worksheet>"""));

    [Fact]
    public void Foreign_namespaces_and_a_drawing_as_Google_Sheets_writes_them() => IsRead(XlsxFile.WithSheet(
        $"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{XlsxFile.Main}" xmlns:r="{XlsxFile.Office}" xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:mv="urn:schemas-microsoft-com:mac:vml" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr><sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/><sheetData><row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c></row><row r="2"><c r="A2" s="1" t="s"><v>2</v></c><c r="B2" s="2"><f t="array" ref="B2">ARRAYFORMULA(12*3)</f><v>36.0</v></c></row></sheetData><drawing r:id="rId1"/></worksheet>""",
        sharedStrings: "<si><t>Name</t></si><si><t>Age</t></si><si><t>Ada</t></si>", styles: "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"#,##0.00\"/></numFmts><cellXfs count=\"3\"><xf/><xf/><xf numFmtId=\"164\"/></cellXfs>"));

    [Fact]
    public void Runs_in_every_text_and_rows_filled_up_with_formatting_as_Numbers_writes_them() => IsRead(XlsxFile.WithSheet(
        $"""<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns:r="{XlsxFile.Office}" xmlns="{XlsxFile.Main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:E4"/><cols><col min="1" max="5" width="16.3516" style="1" customWidth="1"/><col min="6" max="16384" width="16.3516" style="1" customWidth="1"/></cols><sheetData><row r="1" ht="20.25" customHeight="1"><c r="A1" t="s" s="2"><v>0</v></c><c r="B1" t="s" s="2"><v>1</v></c><c r="C1" s="3"/></row><row r="2" ht="20.25" customHeight="1"><c r="A2" t="s" s="4"><v>2</v></c><c r="B2" s="5"><v>36</v></c><c r="C2" s="6"/></row><row r="3"><c r="A3" s="7"/><c r="B3" s="8"/></row></sheetData></worksheet>""",
        sharedStrings: "<si><t>Name</t></si><si><r><rPr><b val=\"1\"/></rPr><t>Ag</t></r><r><t>e</t></r></si><si><t>Ada</t></si>"));

    [Fact]
    public void A_workbook_of_EPPlus()
    {
        using var package = new ExcelPackage();
        var sheet = package.Workbook.Worksheets.Add("Sheet1");
        sheet.Cells["A1"].Value = "Name";
        sheet.Cells["B1"].Value = "Age";
        sheet.Cells["A2"].Value = "Ada";
        sheet.Cells["B2"].Value = 36;
        IsRead(package.GetAsByteArray());
    }

    private static XlsxFile Small() => XlsxFile.WithRows(XlsxFile.TextRow(1, "Name", "Age") + $"<row r=\"2\">{Text("A2", "Ada")}<c r=\"B2\"><v>36</v></c></row>");

    private static string Text(string reference, string text) => $"<c r=\"{reference}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private static void IsRead(XlsxFile file) => IsRead(file.ToBytes());

    private static void IsRead(byte[] file)
    {
        var sheet = ReadSheet.Read(file);

        Assert.Equal((SpreadsheetFormat.Xlsx, "Sheet1", 1), (sheet.Format, sheet.Name, sheet.HeaderRow));
        Assert.Equal(["Name", "Age"], sheet.Header);
        var row = Assert.Single(sheet.Rows);
        Assert.Equal(2, row.Number);
        Assert.Equal(Expected, row.Cells);
        Assert.Null(row.Problem);
    }
}
