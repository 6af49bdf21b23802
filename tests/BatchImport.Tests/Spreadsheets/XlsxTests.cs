using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets;

public sealed class XlsxTests
{
    private static readonly string Header = XlsxFile.TextRow(1, "A", "B", "C");

    [Fact]
    public void Cells_come_with_their_kind()
    {
        var row = Row(
            """<c r="A2" t="s"><v>1</v></c><c r="B2"><v>12.5</v></c><c r="C2" t="b"><v>1</v></c>""",
            sharedStrings: "<si><t>no</t></si><si><t>yes</t></si>");

        Assert.Equal([Cell.OfText("yes"), Cell.OfNumber(12.5), Cell.OfBoolean(true)], row);
    }

    [Fact]
    public void A_formula_counts_as_its_stored_result_with_the_results_type()
    {
        var row = Row("""<c r="A2" t="str"><f>A1&amp;"7"</f><v>007</v></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>""");

        Assert.Equal([Cell.OfText("007"), Cell.OfNumber(2), Cell.OfError("#DIV/0!")], row);
    }

    [Fact]
    public void Runs_of_rich_text_are_joined_and_phonetic_hints_left_out()
    {
        const string rich = "<r><rPr><b/></rPr><t xml:space=\"preserve\">Ada </t></r><r><t>Lovelace</t></r><rPh sb=\"0\" eb=\"1\"><t>hint</t></rPh>";
        var row = Row($"""<c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is>{rich}</is></c>""", sharedStrings: $"<si>{rich}</si>");

        Assert.Equal([Cell.OfText("Ada Lovelace"), Cell.OfText("Ada Lovelace"), Cell.Empty], row);
    }

    [Theory]
    [InlineData("a_x000D_b", "a\rb")]
    [InlineData("_x005F_x000D_", "_x000D_")]
    [InlineData("_x000G_ _x00_", "_x000G_ _x00_")]
    [InlineData("_xD83D__xDE00_", "\U0001F600")]
    [InlineData("half _xD83D_", "half \uFFFD")]
    [InlineData("&lt;&amp;&#65;", "<&A")]
    [InlineData("<![CDATA[<b>]]>", "<b>")]
    public void Escapes_are_decoded(string written, string expected) =>
        Assert.Equal([Cell.OfText(expected), Cell.OfText(expected), Cell.Empty], Row(
            $"""<c t="s"><v>0</v></c><c t="inlineStr"><is><t>{written}</t></is></c>""", sharedStrings: $"<si><t>{written}</t></si>"));

    [Fact]
    public void Blanks_around_a_text_stay_and_blanks_alone_stay_where_they_are_marked() =>
        Assert.Equal([Cell.OfText(" a "), Cell.Empty, Cell.OfText("  ")], Row(
            """<c t="inlineStr"><is><t> a </t></is></c><c t="inlineStr"><is><t>  </t></is></c><c t="inlineStr"><is><t xml:space="preserve">  </t></is></c>"""));

    [Theory]
    [InlineData("123456789012345", 123456789012345d)]
    [InlineData("-7", -7d)]
    [InlineData("1E3", 1000d)]
    [InlineData("1.2345678901234567E+16", 12345678901234567d)]
    [InlineData("0.30000000000000004", 0.30000000000000004)]
    public void Numbers_are_read_as_written(string written, double expected) =>
        Assert.Equal(Cell.OfNumber(expected), Row($"<c><v>{written}</v></c>")[0]);

    [Theory]
    [InlineData("1234567890123456")]
    [InlineData("-12345678901234567890")]
    [InlineData("4111111111111111")]
    [InlineData("no number")]
    [InlineData("NaN")]
    public void A_whole_number_beyond_15_digits_and_what_is_no_number_is_text_as_written(string written) =>
        Assert.Equal(Cell.OfText(written), Row($"<c><v>{written}</v></c>")[0]);

    [Fact]
    public void Dates_are_numbers_whose_format_shows_a_date()
    {
        const string styles = """
            <numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy&quot; day&quot;"/><numFmt numFmtId="165" formatCode="0.0&quot;d&quot;"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>
            """;
        var row = Row("""<c s="1"><v>45351</v></c><c s="2"><v>45351.5</v></c><c s="3"><v>45351</v></c>""", styles: styles);

        Assert.Equal([Cell.OfDate(45351), Cell.OfDate(45351.5), Cell.OfNumber(45351)], row);
        Assert.Equal(new DateTime(2024, 2, 29), SerialDate.ToDateTime(row[0].Number));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    public void Dates_of_the_1904_system_are_turned_into_the_1900_system(string flag)
    {
        const string styles = "<cellXfs><xf/><xf numFmtId=\"14\"/><xf numFmtId=\"21\"/></cellXfs>";
        var sheet = Sheet("""<c s="1"><v>43889</v></c><c s="2"><v>0.5</v></c><c><v>43889</v></c>""", styles: styles, workbookProperties: $"<workbookPr date1904=\"{flag}\"/>");

        Assert.Equal([Cell.OfDate(45351), Cell.OfDate(0.5), Cell.OfNumber(43889)], sheet.Rows[0].Cells);
    }

    [Theory]
    [InlineData("2024-02-29", 45351)]
    [InlineData("2024-02-29T12:00:00", 45351.5)]
    [InlineData("2024-02-29T12:00:00Z", 45351.5)]
    [InlineData("18:00:00", 0.75)]
    public void Dates_typed_as_dates_are_dates(string written, double serial) =>
        Assert.Equal(Cell.OfDate(serial), Row($"<c t=\"d\"><v>{written}</v></c>")[0]);

    [Fact]
    public void Empty_rows_are_left_out_and_the_others_keep_their_numbers()
    {
        var sheet = ReadSheet.Of(XlsxFile.WithRows(
            """<row r="3"><c r="B3" s="1"/></row>""" + XlsxFile.TextRow(4, "A", "B") + """<row r="5"/><row r="6"><c t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>""" +
            XlsxFile.TextRow(9, "x", "y") + "<row><c><v>1</v></c></row>").ToBytes());

        Assert.Equal(4, sheet.HeaderRow);
        Assert.Equal(["A", "B"], sheet.Header);
        Assert.Equal([9, 10], sheet.Rows.Select(row => row.Number));
    }

    [Fact]
    public void Header_names_are_trimmed_and_unnamed_columns_get_their_letter()
    {
        var sheet = ReadSheet.Of(XlsxFile.WithRows(
            """<row r="1"><c r="A1" t="inlineStr"><is><t> First&#10;  name </t></is></c><c r="D1"><v>2024</v></c><c r="F1" s="3"/></row>""" + XlsxFile.TextRow(2, "a", "b")).ToBytes());

        Assert.Equal(["First name", "Column B", "Column C", "2024"], sheet.Header);
        Assert.Equal([Cell.OfText("a"), Cell.OfText("b"), Cell.Empty, Cell.Empty], sheet.Rows[0].Cells);
    }

    [Fact]
    public void A_value_behind_the_last_named_column_makes_its_row_a_problem_and_no_other()
    {
        var sheet = ReadSheet.Of(XlsxFile.WithRows(Header + XlsxFile.TextRow(2, "1", "2", "3", "", "stray") + XlsxFile.TextRow(3, "1", "2", "3", "", " ")).ToBytes());

        Assert.Equal("\"stray\" stands in column E, but the header names only 3 columns (A to C). Name the column or remove the value.", sheet.Rows[0].Problem);
        Assert.Equal([Cell.OfText("1"), Cell.OfText("2"), Cell.OfText("3")], sheet.Rows[0].Cells);
        Assert.Null(sheet.Rows[1].Problem);
    }

    [Fact]
    public void The_first_visible_worksheet_is_read()
    {
        var file = XlsxFile.WithRows(Header)
            .With("xl/workbook.xml", $"""
                <workbook xmlns="{XlsxFile.Main}" xmlns:rel="{XlsxFile.Office}"><sheets>
                <sheet name="Secret" sheetId="1" state="veryHidden" rel:id="rId1"/><sheet name="Chart" sheetId="2" rel:id="rId9"/>
                <sheet name="Data" sheetId="3" rel:id="rId4"/><sheet name="More" sheetId="4" rel:id="rId1"/></sheets></workbook>
                """)
            .With("xl/_rels/workbook.xml.rels", XlsxFile.Relationships(
                ("rId1", XlsxFile.Office + "/worksheet", "worksheets/sheet1.xml"), ("rId4", XlsxFile.Office + "/worksheet", "/xl/worksheets/../other/data.xml"),
                ("rId9", XlsxFile.Office + "/chartsheet", "chartsheets/sheet1.xml")))
            .With("xl/other/data.xml", $"<worksheet xmlns=\"{XlsxFile.Main}\"><sheetData>{XlsxFile.TextRow(1, "Name")}{XlsxFile.TextRow(2, "Ada")}</sheetData></worksheet>");

        var sheet = ReadSheet.Of(file.ToBytes());

        Assert.Equal(("Data", "Name"), (sheet.Name, Assert.Single(sheet.Header)));
        Assert.Equal(Cell.OfText("Ada"), Assert.Single(Assert.Single(sheet.Rows).Cells));
    }

    [Fact]
    public void A_header_without_rows_is_no_error_of_reading() =>
        Assert.Empty(ReadSheet.Of(XlsxFile.WithRows(Header).ToBytes()).Rows);

    [Fact]
    public void A_stream_that_cannot_seek_is_read_all_the_same()
    {
        using var content = new ForwardOnlyStream(XlsxFile.WithRows(Header + XlsxFile.TextRow(2, "x")).ToBytes());

        Assert.Equal(Cell.OfText("x"), ReadSheet.Of(content).Rows[0].Cells[0]);
    }

    private static Cell[] Row(string cells, string? sharedStrings = null, string? styles = null)
    {
        var row = Assert.Single(Sheet(cells, sharedStrings, styles).Rows);
        Assert.Null(row.Problem);
        Assert.Equal(3, row.Cells.Length);
        return row.Cells;
    }

    private static ReadSheet Sheet(string cells, string? sharedStrings = null, string? styles = null, string workbookProperties = "") =>
        ReadSheet.Of(XlsxFile.WithRows($"{Header}<row r=\"2\">{cells}</row>", sharedStrings, styles, workbookProperties).ToBytes());
}
