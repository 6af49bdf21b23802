using System.Text;
using BatchImport.Spreadsheets;
using ExcelDataReader;

namespace BatchImport.Tests.Spreadsheets;

public sealed class XlsTests
{
    [Theory]
    [InlineData("Workbook", true)]
    [InlineData("WORKBOOK", true)]
    [InlineData("Workbook", false)]
    public void Cells_come_with_their_kind(string stream, bool isPadded)
    {
        var sheet = ReadSheet.Read(Table().ToBytes(stream, isPadded));

        Assert.Equal((SpreadsheetFormat.Xls, "Daten", 1), (sheet.Format, sheet.Name, sheet.HeaderRow));
        Assert.Equal(["Name", "Größe", "Ort", "Zip"], sheet.Header);
        Assert.Equal([3, 4, 5], sheet.Rows.Select(row => row.Number));
        Assert.Equal([Cell.FromText("Ada"), Cell.FromNumber(12.5), Cell.FromDate(45351.25), Cell.FromIdentifier("01067", 1067)], sheet.Rows[0].Cells);
        Assert.Equal([Cell.FromText("東京 \U0001F600"), Cell.FromBoolean(true), Cell.FromError("#N/A"), Cell.FromNumber(0.25)], sheet.Rows[1].Cells);
        Assert.Equal([Cell.FromNumber(1), Cell.FromNumber(-2), Cell.FromDate(45352), Cell.Empty], sheet.Rows[2].Cells);
    }

    [Fact]
    public void It_is_read_as_ExcelDataReader_reads_it()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(Table().ToBytes()));

        Assert.Equal("Daten", reader.Name);
        Assert.True(reader.Read());
        Assert.Equal("Größe", reader.GetString(1));
        Assert.True(reader.Read() && reader.Read());
        Assert.Equal(("Ada", 12.5, new DateTime(2024, 2, 29, 6, 0, 0), 1067d), (reader.GetString(0), reader.GetDouble(1), reader.GetDateTime(2), reader.GetDouble(3)));
    }

    [Fact]
    public void Formulas_count_as_their_stored_results()
    {
        var sheet = ReadSheet.Read(Headed("A", "B", "C", "D", "E")
            .Record(0x06, Formula(1, 0, BitConverter.GetBytes(7.5)))
            .Record(0x06, Formula(1, 1, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF])).Record(0x4BC, [1, 2, 3]).Record(0x207, [.. XlsFile.U16(3), 0, (byte)'0', (byte)'0', (byte)'7'])
            .Record(0x06, Formula(1, 2, [1, 0, 1, 0, 0, 0, 0xFF, 0xFF]))
            .Record(0x06, Formula(1, 3, [2, 0, 7, 0, 0, 0, 0xFF, 0xFF]))
            .Record(0x06, Formula(1, 4, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF]))
            .ToBytes());

        Assert.Equal([Cell.FromNumber(7.5), Cell.FromText("007"), Cell.FromBoolean(true), Cell.FromError("#DIV/0!"), Cell.Empty], Assert.Single(sheet.Rows).Cells);
    }

    [Fact]
    public void Texts_continue_over_the_end_of_a_record()
    {
        var long1 = new string('ü', 20_000);
        var long2 = string.Concat(Enumerable.Repeat("漢x", 10_000));
        var file = Headed("A", "B");
        for (ushort row = 1; row < 400; row++)
        {
            file.Cell(row, 0, $"Text {row} {(row % 3 == 0 ? "漢字" : "ä")}").Cell(row, 1, row % 100 == 0 ? long1 : row % 101 == 0 ? long2 : "x");
        }

        var sheet = ReadSheet.Read(file.ToBytes());

        Assert.Equal(399, sheet.Rows.Count);
        Assert.All(sheet.Rows, row => Assert.Equal($"Text {row.Number - 1} {((row.Number - 1) % 3 == 0 ? "漢字" : "ä")}", row.Cells[0].Text));
        Assert.Equal(long1, sheet.Rows[99].Cells[1].Text);
        Assert.Equal(long2, sheet.Rows[100].Cells[1].Text);
    }

    [Fact]
    public void Texts_before_Excel_97_are_in_the_files_code_page()
    {
        var file = XlsFile.Excel95(1251).Formats("yyyy").Sheet("S").Record(0x204, Label(0, 0, "Имя")).Record(0xD6, [.. Label(1, 0, "Ада"), 0]).Cell(2, 0, 45351, 1);

        var sheet = ReadSheet.Read(file.ToBytes("Book"));

        Assert.Equal("Имя", Assert.Single(sheet.Header));
        Assert.Equal([Cell.FromText("Ада"), Cell.FromDate(45351)], sheet.Rows.Select(row => row.Cells[0]));

        static byte[] Label(ushort row, ushort column, string text)
        {
            var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(text);
            return [.. XlsFile.U16(row, column, 0, (ushort)bytes.Length), .. bytes];
        }
    }

    [Fact]
    public void Dates_of_the_1904_system_are_turned_into_the_1900_system() =>
        Assert.Equal([Cell.FromDate(45351)], ReadSheet.Read(XlsFile.Excel97().Global(0x22, [1, 0]).Formats("yyyy-mm-dd").Sheet("S").Cell(0, 0, "A").Cell(1, 0, 43889, 1).ToBytes()).Rows[0].Cells);

    [Fact]
    public void Hidden_sheets_and_charts_are_passed_over_and_charts_in_a_sheet_too()
    {
        var file = XlsFile.Excel97().Formats().Sheet("Secret", state: 1).Cell(0, 0, "S").Sheet("Data").Cell(0, 0, "A")
            .Record(0x809, XlsFile.U16(0x0600, 0x20, 0, 0)).Cell(0, 0, 12).Record(0x0A, []).Cell(1, 0, "x");

        var sheet = ReadSheet.Read(file.ToBytes());

        Assert.Equal(("Data", "A"), (sheet.Name, Assert.Single(sheet.Header)));
        Assert.Equal(Cell.FromText("x"), Assert.Single(sheet.Rows).Cells[0]);
        Assert.Equal("S", Assert.Single(ReadSheet.Read(file.ToBytes(), where: new() { SheetName = "secret" }).Header));
    }

    [Fact]
    public void An_encrypted_workbook_is_protected_by_a_password() =>
        Assert.Equal("password-protected", ReadSheet.Refused(XlsFile.Excel97().Global(0x2F, new byte[54]).Sheet("S").ToBytes()).Code);

    [Fact]
    public void The_limits_hold()
    {
        var file = Headed("A", "B", "C").Cell(1, 0, "long value").Cell(2, 0, "x").ToBytes();

        Assert.Equal(2, ReadSheet.Read(file, new() { MaxRows = 2, MaxColumns = 3, MaxCellCharacters = 10 }).Rows.Count);
        Assert.Equal("too-many-rows", ReadSheet.Refused(file, new() { MaxRows = 1 }).Code);
        Assert.Equal("too-many-columns", ReadSheet.Refused(file, new() { MaxColumns = 2 }).Code);
        Assert.Equal("cell-too-long", ReadSheet.Refused(file, new() { MaxCellCharacters = 9 }).Code);
        Assert.Equal("too-large-file", ReadSheet.Refused(file, new() { MaxFileBytes = file.Length - 1 }).Code);
        Assert.Equal("row-too-long", ReadSheet.Refused(Headed("A", "B").Cell(1, 0, new string('x', 600)).Cell(1, 1, new string('y', 600)).ToBytes(), new() { MaxRowCharacters = 1_024 }).Code);
    }

    [Theory]
    [InlineData(2, 1, "follows row 2")]
    [InlineData(1, 1, "occurs twice")]
    public void A_broken_sheet_is_refused_with_the_reason(int first, int second, string message)
    {
        var refusal = ReadSheet.Refused(Headed("A", "B").Cell((ushort)first, 0, 1).Cell((ushort)second, 0, 2).ToBytes());

        Assert.Equal("broken-xls", refusal.Code);
        Assert.StartsWith("The workbook is damaged in its sheet \"Daten\" and cannot be read (", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message.Replace("row 2", "row 3", StringComparison.Ordinal), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_cut_off_anywhere_is_refused()
    {
        var whole = Table().ToBytes();
        for (var length = 600; length < whole.Length - 4_096; length += 61)
        {
            Assert.NotEmpty(ReadSheet.Refused(whole[..length]).Message);
        }
    }

    [Fact]
    public void A_result_workbook_is_known_by_its_sheets()
    {
        var file = XlsFile.Excel97().Formats().Sheet("Summary").Cell(0, 0, "BatchImport").Sheet("Success").Cell(0, 0, "A").Sheet("Errors").Cell(0, 0, "A").Cell(1, 0, "x");
        using var reader = Spreadsheet.Open(new MemoryStream(file.ToBytes()), new());

        Assert.Equal(("", "Errors"), (reader.ResultOf, reader.SheetName));
    }

    private static XlsFile Headed(params string[] names)
    {
        var file = XlsFile.Excel97().Formats().Sheet("Daten");
        for (ushort i = 0; i < names.Length; i++)
        {
            file.Cell(0, i, names[i]);
        }

        return file;
    }

    private static XlsFile Table() => XlsFile.Excel97().Formats("yyyy-mm-dd hh:mm", "00000").Sheet("Daten")
        .Cell(0, 0, "Name").Cell(0, 1, "Größe").Cell(0, 2, "Ort").Cell(0, 3, "Zip")
        .Record(0x201, XlsFile.U16(1, 0, 0))
        .Cell(2, 0, "Ada").Cell(2, 1, 12.5).Cell(2, 2, 45351.25, 1).Cell(2, 3, 1067, 2)
        .Cell(3, 0, "東京 \U0001F600").Cell(3, 1, true).Record(0x205, [.. XlsFile.U16(3, 2, 0), 0x2A, 1]).Record(0x27E, [.. XlsFile.U16(3, 3, 0), .. BitConverter.GetBytes((25 << 2) | 3)])
        .Record(0xBD, [.. XlsFile.U16(4, 0), .. Rk(0, 1), .. Rk(0, -2), .. Rk(1, 45352), .. XlsFile.U16(2)]);

    private static byte[] Rk(ushort format, int value) => [.. XlsFile.U16(format), .. BitConverter.GetBytes((value << 2) | 2)];

    private static byte[] Formula(ushort row, ushort column, byte[] result) => [.. XlsFile.U16(row, column, 0), .. result, .. new byte[8]];
}
