using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets;

public sealed class XlsbTests
{
    [Fact]
    public void Cells_come_with_their_kind()
    {
        var file = Headed("A", "B", "C", "D", "E").Formats("yyyy-mm-dd", "00000").Row(3)
            .Cell(0, "Ada").Cell(1, 12.5).Cell(2, 45351.25, 1).Cell(3, 1067, 2).Cell(2, 4, BitConverter.GetBytes((25 << 2) | 3))
            .Row(4).Cell(4, 0, [1]).Cell(3, 1, [0x2A]).Cell(6, 2, XlsbFile.Text("inline \U0001F600")).Cell(62, 3, [1, .. XlsbFile.Text("rich"), 1, 0, 0, 0, 0, 0, 0, 0]).Cell(1, 4, [])
            .Row(5).Cell(8, 0, [.. XlsbFile.Text("007"), 0, 0]).Cell(9, 1, [.. BitConverter.GetBytes(2d), 0, 0]).Cell(10, 2, [0, 0, 0]).Cell(11, 3, [7, 0, 0]);

        var sheet = ReadSheet.Read(file.ToBytes());

        Assert.Equal((SpreadsheetFormat.Xlsb, "Sheet1", 1), (sheet.Format, sheet.Name, sheet.HeaderRow));
        Assert.Equal(["A", "B", "C", "D", "E"], sheet.Header);
        Assert.Equal([3, 4, 5], sheet.Rows.Select(row => row.Number));
        Assert.Equal([Cell.FromText("Ada"), Cell.FromNumber(12.5), Cell.FromDate(45351.25), Cell.FromIdentifier("01067", 1067), Cell.FromNumber(0.25)], sheet.Rows[0].Cells);
        Assert.Equal([Cell.FromBoolean(true), Cell.FromError("#N/A"), Cell.FromText("inline \U0001F600"), Cell.FromText("rich"), Cell.Empty], sheet.Rows[1].Cells);
        Assert.Equal([Cell.FromText("007"), Cell.FromNumber(2), Cell.FromBoolean(false), Cell.FromError("#DIV/0!"), Cell.Empty], sheet.Rows[2].Cells);
    }

    [Fact]
    public void Dates_of_the_1904_system_are_turned_into_the_1900_system() =>
        Assert.Equal([Cell.FromDate(45351)], ReadSheet.Read(Headed("A").Formats("yyyy-mm-dd").Row(2).Cell(0, 43889, 1).ToBytes(is1904: true)).Rows[0].Cells);

    [Fact]
    public void The_totals_row_of_a_table_is_no_row()
    {
        var file = Headed("A", "B").Row(2).Cell(0, "Mia").Cell(1, 5).Row(3).Cell(0, "Total").Cell(1, 5);
        byte[] table = [0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, .. new byte[8], 1, 0, 0, 0, 1, 0, 0, 0, .. new byte[28]];
        file.Archive.With("xl/worksheets/_rels/sheet1.bin.rels", XlsxFile.Relationships(("rId1", XlsxFile.Office + "/table", "../tables/table1.bin")))
            .With("xl/tables/table1.bin", XlsbFile.Record(660, table));

        Assert.Equal(2, Assert.Single(ReadSheet.Read(file.ToBytes()).Rows).Number);
    }

    [Fact]
    public void The_limits_hold()
    {
        var file = Headed("A", "B", "C").Row(2).Cell(0, "long value").Row(3).Cell(6, 0, XlsbFile.Text("also long.")).ToBytes();

        Assert.Equal(2, ReadSheet.Read(file, new() { MaxRows = 2, MaxColumns = 3, MaxCellCharacters = 10 }).Rows.Count);
        Assert.Equal("too-many-rows", ReadSheet.Refused(file, new() { MaxRows = 1 }).Code);
        Assert.Equal("too-many-columns", ReadSheet.Refused(file, new() { MaxColumns = 2 }).Code);
        Assert.Equal("cell-too-long", ReadSheet.Refused(file, new() { MaxCellCharacters = 9 }).Code);
        Assert.Equal("cell-too-long", ReadSheet.Refused(Headed("A").Row(2).Cell(6, 0, XlsbFile.Text(new string('x', 5_000_000))).ToBytes()).Code);
        Assert.Equal("too-large-uncompressed", ReadSheet.Refused(Headed("A").Add(999, new byte[2_000_000]).ToBytes(), new() { MaxUncompressedBytes = 1 << 20 }).Code);
    }

    [Fact]
    public void A_long_record_that_is_of_no_interest_is_passed_over() =>
        Assert.Equal([Cell.FromText("x")], Headed("A").Add(999, new byte[3_000_000]).Row(2).Cell(0, "x").ToBytes() is var bytes ? ReadSheet.Read(bytes).Rows[0].Cells : []);

    [Fact]
    public void A_broken_sheet_is_refused_with_the_part_and_the_reason()
    {
        Refused("its row \"1\" follows row 1", Headed("A").Row(1).Cell(0, "x"));
        Refused("the cell A2 occurs twice", Headed("A").Row(2).Cell(0, "x").Cell(0, "y"));
        Refused("refers to a text that the workbook does not have", Headed("A").Row(2).Cell(7, 0, [99, 0, 0, 0]));
        Refused("in column 16385, which no sheet can have", Headed("A").Row(2).Cell(16_384, 1));
        Refused("a record ends too early", Headed("A").Row(2).Cell(5, 0, [1, 2]));
        Refused("follows row 1", Headed("A").Row(1_048_577).Cell(0, 1));

        static void Refused(string message, XlsbFile file)
        {
            var refusal = ReadSheet.Refused(file.ToBytes());
            Assert.Equal("broken-xlsx", refusal.Code);
            Assert.StartsWith("The workbook is damaged in its sheet \"Sheet1\": the part xl/worksheets/sheet1.bin cannot be read (", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        }
    }

    private static XlsbFile Headed(params string[] names)
    {
        var file = new XlsbFile().Row(1);
        for (var i = 0; i < names.Length; i++)
        {
            file.Cell(i, names[i]);
        }

        return file;
    }
}
