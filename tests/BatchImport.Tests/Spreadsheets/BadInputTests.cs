using System.Text;
using BatchImport.Testing;
using OfficeOpenXml;

namespace BatchImport.Tests.Spreadsheets;

public sealed class BadInputTests
{
    [Fact]
    public void A_file_of_no_bytes_is_empty() => Refused("empty-file", "The file is empty.", []);

    [Theory]
    [InlineData("\n\n")]
    [InlineData(" , , \r\n")]
    [InlineData("\uFEFF")]
    [InlineData("sep=;\n")]
    public void A_text_of_nothing_but_blanks_is_empty(string text) => Refused("empty-file", "The file is empty.", Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_workbook_with_an_empty_first_sheet_has_no_header() =>
        Refused("no-header", "The sheet \"Sheet1\" is empty.", XlsxFile.WithRows("<row r=\"1\"><c r=\"A1\" s=\"1\"/></row>").ToBytes());

    [Fact]
    public void A_workbook_whose_sheets_are_all_hidden_has_no_sheet() =>
        Refused("no-sheet", "The workbook has no visible worksheet.", XlsxFile.WithRows("")
            .With("xl/workbook.xml", $"<workbook xmlns=\"{XlsxFile.Main}\" xmlns:r=\"{XlsxFile.Office}\"><sheets><sheet name=\"S\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/></sheets></workbook>").ToBytes());

    [Theory]
    [InlineData("%PDF-1.7\n%binary", "a PDF document")]
    [InlineData("GIF89a....", "an image")]
    [InlineData("{\\rtf1\\ansi text}", "a document in rich text format (.rtf)")]
    [InlineData("<!DOCTYPE html><html></html>", "an HTML page")]
    [InlineData("\uFEFF <TABLE><tr><td>1</td></tr></TABLE>", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?><Workbook/>", "an XML document")]
    [InlineData("<meta charset=utf-8>\n<table><tr><td>1</td></tr></table>", "an HTML page")]
    [InlineData("<!-- report --><style>td{}</style><table></table>", "an HTML page")]
    [InlineData("<ns:rows><ns:row a=\"1\"/></ns:rows>", "an XML document")]
    [InlineData("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>", "an XML spreadsheet of Excel 2003")]
    [InlineData("ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K\"Name\"\r\nE\r\n", "a SYLK file (.slk)")]
    [InlineData("From: <Saved by Excel>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n<html>", "a web archive (MHTML)")]
    [InlineData("TABLE\r\n0,1\r\n\"EXCEL\"\r\n", "a file in data interchange format (.dif)")]
    [InlineData("BEGIN:VCARD\r\nVERSION:3.0\r\n", "a contact or calendar file")]
    [InlineData("[\n  {\n    \"name\": 1\n  }\n]", "a JSON document")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "a JSON document")]
    [InlineData("[{\"name\":\"Ada\"}]", "a JSON document")]
    [InlineData("A,\0\0B\n1,\u0002\n", "a binary file")]
    [InlineData("\u0001\u0002\u0003\u0004 data", "a binary file")]
    public void What_is_no_spreadsheet_is_called_by_its_name(string content, string what) =>
        Refused("not-a-spreadsheet", $"The file is not a spreadsheet: it is {what}", Encoding.UTF8.GetBytes(content));

    [Theory]
    [InlineData("ID;Price\nC;5\n", 2)]
    [InlineData("<Name>,<Town>\nAda,London\n", 2)]
    [InlineData("[Id],[Name]\n1,Ada\n", 2)]
    [InlineData("{Id},{Name}\n1,Ada\n", 2)]
    [InlineData("Table,Rows\n0,1\n", 2)]
    public void A_header_that_looks_like_another_format_is_a_header(string text, int columns) =>
        Assert.Equal(columns, ReadSheet.Read(Encoding.UTF8.GetBytes(text)).Header.Count);

    [Fact]
    public void HTML_in_UTF_16_is_called_by_its_name() =>
        Refused("not-a-spreadsheet", "The file is not a spreadsheet: it is an HTML page", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<html><body></body></html>")]);

    [Fact]
    public void A_NUL_in_a_value_makes_its_row_an_error()
    {
        var rows = ReadSheet.Read(Encoding.UTF8.GetBytes("A,B\n" + new string('x', 9_000) + ",1\ny,2\0\nz,3\n")).Rows;

        Assert.Equal([null, "The value \"2\uFFFD\" in column B holds a NUL character (byte 0x00), which is not text. Type the value again.", null], rows.Select(row => row.Problem));
    }

    [Fact]
    public void A_text_that_ends_in_NUL_was_cut() =>
        Refused("truncated", "The file ends with 3 NUL characters instead of text", "A\n1\n\0\0\0"u8.ToArray());

    [Theory]
    [InlineData("word/document.xml", "a Word document (.docx)")]
    [InlineData("ppt/presentation.xml", "a presentation (.pptx)")]
    [InlineData("Index/Document.iwa", "a document of Apple iWork")]
    [InlineData("readme.txt", "a ZIP archive")]
    public void An_archive_without_a_workbook_is_called_by_its_name(string part, string what) =>
        Refused("not-a-spreadsheet", $"The file is not a spreadsheet: it is {what}", new XlsxFile().With(part, "<x/>")
            .With("_rels/.rels", XlsxFile.Relationships(("rId1", XlsxFile.Office + "/officeDocument", part))).ToBytes());

    [Fact]
    public void An_OpenDocument_file_is_called_by_its_name()
    {
        Refused("unsupported-format", "The file is an OpenDocument spreadsheet (.ods), a format that is not read. Open it in the program it comes from, save it as an Excel workbook (.xlsx)", new XlsxFile().With("mimetype", "application/vnd.oasis.opendocument.spreadsheet").With("content.xml", "<x/>").ToBytes());
        Refused("not-a-spreadsheet", "The file is not a spreadsheet: it is an OpenDocument file", new XlsxFile().With("mimetype", "application/vnd.oasis.opendocument.text").With("content.xml", "<x/>").ToBytes());
    }

    [Fact]
    public void A_workbook_protected_by_a_password_is_called_that()
    {
        using var package = new ExcelPackage();
        package.Workbook.Worksheets.Add("S").Cells["A1"].Value = "Name";

        Refused("password-protected", "The workbook is protected by a password", package.GetAsByteArray("secret"));
    }

    [Theory]
    [InlineData("Workbook", "broken-xls", "The workbook is damaged and cannot be read (it does not begin as a workbook does). Open it in a spreadsheet program, save it as an Excel workbook (.xlsx) and drop that.")]
    [InlineData("BOOK", "broken-xls", "The workbook is damaged and cannot be read")]
    [InlineData("EncryptedPackage", "password-protected", "The workbook is protected by a password")]
    [InlineData("WordDocument", "not-a-spreadsheet", "The file is not a spreadsheet: it is a Word document of the old format")]
    [InlineData("Other", "not-a-spreadsheet", "The file is not a spreadsheet: it is an Office file of the old format")]
    public void A_compound_file_is_told_by_its_streams(string stream, string code, string message) => Refused(code, message, OleFile.With(stream));

    [Theory]
    [InlineData("A,B,a\n", "The header (row 1) names \"a\" twice, in the columns A and C.")]
    [InlineData("\nId,Name, ID \n", "The header (row 2) names \"ID\" twice, in the columns A and C.")]
    public void A_column_named_twice_is_refused(string text, string message) => Refused("duplicate-column", message, Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_column_named_twice_in_a_workbook_is_refused_with_its_sheet() =>
        Refused("duplicate-column", "The header (sheet \"Sheet1\", row 2) names \"A\" twice, in the columns A and B.", XlsxFile.WithRows(XlsxFile.TextRow(2, "A", "A")).ToBytes());

    [Theory]
    [InlineData("<row r=\"1\"><c t=\"s\"><v>0</v></c></row>", "refers to a text that the workbook does not have")]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", "the cell A1 occurs twice")]
    [InlineData("<row r=\"2\"/><row r=\"1\"/>", "its row \"1\" follows row 2")]
    [InlineData("<row r=\"1048576\"/><row/>", "its row \"1048577\" follows row 1048576")]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>2</v></c></row>", "the cell A1 occurs twice")]
    [InlineData("<row r=\"0\"/>", "its row \"0\" follows row 0")]
    [InlineData("<row r=\"1048577\"/>", "its row \"1048577\" follows row 0")]
    [InlineData("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", "a cell \"XFE1\", which no sheet can have")]
    [InlineData("<row r=\"1\"><c r=\"12\"><v>1</v></c></row>", "a cell \"12\", which no sheet can have")]
    [InlineData("<row r=\"1\"><c>", "xl/worksheets/sheet1.xml")]
    [InlineData("<row r=\"1\"><c><v>&entity;</v></c></row>", "xl/worksheets/sheet1.xml")]
    public void A_broken_sheet_is_refused_with_the_part_and_the_reason(string rows, string message)
    {
        var refusal = ReadSheet.Refused(XlsxFile.WithRows(rows).ToBytes());

        Assert.Equal("broken-xlsx", refusal.Code);
        Assert.StartsWith("The workbook is damaged in its sheet \"Sheet1\": the part xl/worksheets/sheet1.xml cannot be read (", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_that_is_missing_is_refused() =>
        Refused("broken-xlsx", "The workbook is damaged in its sheet \"Sheet1\": the part xl/worksheets/sheet1.xml cannot be read (it is missing).", XlsxFile.WithRows("").Without("xl/worksheets/sheet1.xml").ToBytes());

    [Fact]
    public void A_document_type_is_refused_and_nothing_it_names_is_read()
    {
        var secret = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(secret, "secret");
        try
        {
            Refused("broken-xlsx", "The workbook is damaged", XlsxFile.WithSheet(
                $"<!DOCTYPE worksheet [<!ENTITY e SYSTEM \"{new Uri(secret)}\">]><worksheet xmlns=\"{XlsxFile.Main}\"><sheetData><row><c t=\"str\"><v>&e;</v></c></row></sheetData></worksheet>").ToBytes());
        }
        finally
        {
            File.Delete(secret);
        }
    }

    [Fact]
    public void A_sheet_outside_of_the_file_is_not_followed() =>
        Refused("no-sheet", "The workbook has no visible worksheet.", XlsxFile.WithRows("").With("xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"http://127.0.0.1/sheet.xml\" TargetMode=\"External\"/></Relationships>").ToBytes());

    [Fact]
    public void A_workbook_cut_off_anywhere_is_refused()
    {
        var whole = File.ReadAllBytes(Repository.PathOf("samples", "customers.xlsx"));
        for (var length = 4; length < whole.Length - 1; length += 97)
        {
            Assert.Equal("truncated", ReadSheet.Refused(whole[..length]).Code);
        }
    }

    [Fact]
    public void A_workbook_with_a_damaged_part_is_refused_by_its_checksum()
    {
        var file = XlsxFile.WithRows(XlsxFile.TextRow(1, "Name") + XlsxFile.TextRow(2, "checksummed")).ToBytes(System.IO.Compression.CompressionLevel.NoCompression);
        file[file.AsSpan().IndexOf("checksummed"u8)] ^= 1;

        Refused("broken-xlsx", "The workbook is damaged in its sheet \"Sheet1\": the part xl/worksheets/sheet1.xml cannot be read (its checksum does not match).", file);
    }

    [Fact]
    public void A_fault_of_the_storage_is_no_answer_about_the_file()
    {
        var xlsx = File.ReadAllBytes(Repository.PathOf("samples", "customers.xlsx"));
        var csv = File.ReadAllBytes(Repository.PathOf("samples", "customers.csv"));
        for (var reads = 0; reads < 6; reads++)
        {
            using var stream = new FaultyStream(xlsx, reads);
            Assert.Throws<EndOfStreamException>(() => ReadSheet.Read(stream));
        }

        using var text = new FaultyStream(csv, 1);
        Assert.Throws<EndOfStreamException>(() => ReadSheet.Read(text));
        using var network = new ForwardOnlyStream(csv, faultAt: 5_000);
        Assert.Throws<IOException>(() => ReadSheet.Read(network));
    }

    private static void Refused(string code, string message, byte[] content)
    {
        var refusal = ReadSheet.Refused(content);

        Assert.Equal(code, refusal.Code);
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }
}
