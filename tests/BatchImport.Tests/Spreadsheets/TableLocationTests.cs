using System.Text;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>Where in a file the table is.</summary>
public sealed class TableLocationTests
{
    private static readonly string Table = XlsxFile.TextRow(5, "Name", "Town") + XlsxFile.TextRow(6, "Ada", "London") + XlsxFile.TextRow(7, "Karl", "Jena");

    [Fact]
    public void A_title_above_the_header_is_passed_over() => IsRead(XlsxFile.TextRow(1, "Customers of 2024") + Table, where: null);

    [Fact]
    public void Several_lines_of_title_are_passed_over() =>
        IsRead(XlsxFile.TextRow(1, "Customers") + XlsxFile.TextRow(2, "as of today") + XlsxFile.TextRow(3, "", "confidential") + Table, where: null);

    [Theory]
    [InlineData("Name\nAda\nKarl\n", 1)]
    [InlineData("Name\nAda,stray\nKarl\n", 1)]
    [InlineData("Name\n1,2\n3,4\n", 1)]
    [InlineData("Report,\nName,Town\nAda,London\n", 2)]
    [InlineData("Report\n\nName,Name\nAda,London\n", 1)]
    [InlineData("Report\nName,Town\n", 1)]
    [InlineData("Report\nName;Town\nAda;London\n", 2)]
    [InlineData("Note\nfoo; bar\nbaz\n", 1)]
    [InlineData("Name\nDoe, John\nRoe, Jane\nPoe, Eve\n", 1)]
    [InlineData("Name\nDoe,John\nRoe,Jane\nPoe,Eve\n", 1)]
    [InlineData("Customers\n\nName,Town\nAda,London\n", 3)]
    [InlineData("Customers\nName,Town,Sum\nAda,London,5\nKarl,Jena,6\n", 2)]
    [InlineData("Customers\nName,Sum\nAda,5\nKarl,6\n", 2)]
    [InlineData("a\nb\nc\nd\ne\nf\nName,Town\nAda,London\n", 1)]
    public void Only_what_looks_like_a_title_is_passed_over(string text, int headerRow) =>
        Assert.Equal(headerRow, ReadSheet.Read(Encoding.UTF8.GetBytes(text)).HeaderRow);

    [Fact]
    public void The_header_is_where_it_is_said_to_be()
    {
        IsRead(XlsxFile.TextRow(1, "Company", "ACME") + XlsxFile.TextRow(2, "Contact", "nobody") + Table, new() { HeaderRow = 5 });
        Assert.Equal("no-header", Refused(Table, new() { HeaderRow = 4 }).Code);
        Assert.Equal("The header is expected in sheet \"Sheet1\", row 9, but that row is empty. Move the header there, or correct the header's row number that was given with the file or in its definition.", Refused(Table, new() { HeaderRow = 9 }).Message);
    }

    [Fact]
    public void The_header_is_the_first_row_with_what_a_header_must_have()
    {
        var where = new TableLocation { IsHeader = header => header.Contains("Town") };

        IsRead(XlsxFile.TextRow(1, "Company", "ACME") + XlsxFile.TextRow(2, "Contact", "nobody") + Table, where);
        Assert.Equal(1, ReadSheet.Read(XlsxFile.WithRows(XlsxFile.TextRow(1, "A", "B") + XlsxFile.TextRow(2, "x", "y")).ToBytes(), where: where).HeaderRow);
    }

    [Fact]
    public void A_header_of_two_rows_is_joined()
    {
        var where = new TableLocation { HeaderRows = 2 };
        var sheet = ReadSheet.Read("Id,Which colours?,,Comment,\n,Red,Blue,,Text\n1,x,,,y\n2,,x,,\n"u8.ToArray(), where: where);

        Assert.Equal(["Id", "Which colours? Red", "Which colours? Blue", "Comment", "Comment Text"], sheet.Header);
        Assert.Equal([3, 4], sheet.Rows.Select(row => row.Number));
        Assert.Equal(["Id", "A 1"], ReadSheet.Read("Report\n\nId,A\n,1\n7,8\n"u8.ToArray(), where: where with { IsHeader = header => header.Contains("A 1") }).Header);
        Assert.Equal(["Id", "A 1"], ReadSheet.Read("x\nId,A\n,1\n7,8\n"u8.ToArray(), where: where with { HeaderRow = 2 }).Header);
    }

    [Fact]
    public void Columns_that_are_left_out_may_have_the_same_name_and_values_behind_them()
    {
        var where = new TableLocation { IsLeftOut = name => name == "Phone", LeavesOutUnnamed = true };
        var sheet = ReadSheet.Read("Name,Phone,Phone\nAda,1,2,stray\n,,,stray\n"u8.ToArray(), where: where);

        Assert.Equal(["Name", "Phone", "Phone (2)"], sheet.Header);
        Assert.Null(Assert.Single(sheet.Rows).Problem);
    }

    [Fact]
    public void A_row_read_in_search_of_the_header_is_a_row_like_any_other()
    {
        var sheet = ReadSheet.Read(Encoding.UTF8.GetBytes("sep=,\nName\nAda,,stray\nKarl\n\nJean\n"));

        Assert.Equal([2, 3, 5], sheet.Rows.Select(row => row.Number));
        Assert.Equal("\"stray\" is in column C, but the header names only 1 columns (A to A). Name the column or remove the value.", sheet.Rows[0].Problem);
        Assert.Equal([Cell.FromText("Karl")], sheet.Rows[1].Cells);
        Assert.All(sheet.Rows.Skip(1), row => Assert.Null(row.Problem));
    }

    [Fact]
    public void Rows_read_in_search_of_the_header_count_for_the_limit() =>
        Assert.Equal("too-many-rows", Assert.Throws<SpreadsheetException>(() => ReadSheet.Read("Name\nAda\nKarl\nJean\n"u8.ToArray(), new() { MaxRows = 2 })).Code);

    [Theory]
    [InlineData("Second")]
    [InlineData(" SECOND ")]
    [InlineData("Hidden")]
    public void A_sheet_is_read_by_its_name_hidden_or_not(string name) =>
        Assert.Equal(name.Trim(), ReadSheet.Read(Sheets(), where: new() { SheetName = name }).Name, ignoreCase: true);

    [Fact]
    public void A_sheet_that_is_not_there_is_named_with_those_that_are()
    {
        var refusal = Assert.Throws<SpreadsheetException>(() => ReadSheet.Read(Sheets(), where: new() { SheetName = "Third" }));

        Assert.Equal("no-sheet", refusal.Code);
        Assert.StartsWith("The workbook has no sheet \"Third\", which is the one to read. It has: \"Hidden\", \"First\", \"Second\".", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Delimited_text_has_no_sheets_and_takes_any_name() =>
        Assert.Equal("A", Assert.Single(ReadSheet.Read("A\n1\n"u8.ToArray(), where: new() { SheetName = "Data" }).Header));

    private static byte[] Sheets() => XlsxFile.WithRows(Table)
        .With("xl/workbook.xml", $"""
            <workbook xmlns="{XlsxFile.Main}" xmlns:r="{XlsxFile.Office}"><sheets><sheet name="Hidden" sheetId="1" state="hidden" r:id="rId1"/>
            <sheet name="First" sheetId="2" r:id="rId1"/><sheet name="Second" sheetId="3" r:id="rId1"/></sheets></workbook>
            """).ToBytes();

    private static SpreadsheetException Refused(string rows, TableLocation where) =>
        Assert.Throws<SpreadsheetException>(() => ReadSheet.Read(XlsxFile.WithRows(rows).ToBytes(), where: where));

    private static void IsRead(string rows, TableLocation? where)
    {
        var sheet = ReadSheet.Read(XlsxFile.WithRows(rows).ToBytes(), where: where);

        Assert.Equal(5, sheet.HeaderRow);
        Assert.Equal(["Name", "Town"], sheet.Header);
        Assert.Equal([6, 7], sheet.Rows.Select(row => row.Number));
        Assert.Equal([Cell.FromText("Ada"), Cell.FromText("London")], sheet.Rows[0].Cells);
        Assert.All(sheet.Rows, row => Assert.Null(row.Problem));
    }
}
