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

        Assert.Equal([Cell.FromText("yes"), Cell.FromNumber(12.5), Cell.FromBoolean(true)], row);
    }

    [Fact]
    public void A_formula_counts_as_its_stored_result_with_the_results_type()
    {
        var row = Row("""<c r="A2" t="str"><f>A1&amp;"7"</f><v>007</v></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>""");

        Assert.Equal([Cell.FromText("007"), Cell.FromNumber(2), Cell.FromError("#DIV/0!")], row);
    }

    [Theory]
    [InlineData("<c><f>A1*2</f></c>")]
    [InlineData("<c><f>A1*2</f><v/></c>")]
    [InlineData("<c><f t=\"shared\" si=\"0\"/><v></v></c>")]
    [InlineData("<c t=\"str\"><f>A1</f></c>")]
    [InlineData("<c t=\"b\"><f>A1</f><v/></c>")]
    public void A_formula_without_a_result_is_known_from_an_empty_cell(string cell) => Assert.Equal(Cell.Uncalculated, Row(cell + "<c><v>1</v></c>")[0]);

    [Fact]
    public void A_formula_may_result_in_an_empty_text() => Assert.Equal(Cell.Empty, Row("<c t=\"str\"><f>\"\"</f><v></v></c><c><v>1</v></c>")[0]);

    [Theory]
    [InlineData("<c t=\"inlineStr\"><v>1.0</v><is><t>1.</t></is></c>", "1.")]
    [InlineData("<c t=\"inlineStr\"><is><t>1.</t></is><v>1.0</v></c>", "1.")]
    [InlineData("<c t=\"inlineStr\"><v>1.0</v></c>", "1.0")]
    [InlineData("<c t=\"str\"><v>1.0</v><is><t>1.</t></is></c>", "1.0")]
    [InlineData("<c t=\"str\"><is><t>1.</t></is><v>1.0</v></c>", "1.0")]
    [InlineData("<c t=\"str\"><is><t>1.</t></is></c>", "1.")]
    public void A_value_beside_an_inline_text_is_no_part_of_it(string cell, string expected) => Assert.Equal(Cell.FromText(expected), Row(cell)[0]);

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData(" TRUE ", true)]
    [InlineData("0", false)]
    [InlineData("False", false)]
    public void Booleans_come_in_any_case(string written, bool expected) => Assert.Equal(Cell.FromBoolean(expected), Row($"<c t=\"b\"><v>{written}</v></c>")[0]);

    [Fact]
    public void A_boolean_that_is_none_stays_as_it_is() => Assert.Equal(Cell.FromText("wahr"), Row("<c t=\"b\"><v>wahr</v></c>")[0]);

    [Theory]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(511)]
    [InlineData(1_023)]
    [InlineData(32_765)]
    public void A_surrogate_pair_may_be_anywhere_in_a_text(int index)
    {
        var text = new string('x', index) + "\U0001F600";
        var expected = Cell.FromText(text);

        Assert.Equal([expected, expected, expected], Row(
            $"""<c t="s"><v>0</v></c><c t="inlineStr"><is><t>{text}</t></is></c><c t="str"><v>{text}</v></c>""", sharedStrings: $"<si><t>{text}</t></si>"));
    }

    [Fact]
    public void Runs_of_rich_text_are_joined_and_phonetic_hints_left_out()
    {
        const string Rich = "<r><rPr><b/></rPr><t xml:space=\"preserve\">Ada </t></r><r><t>Lovelace</t></r><rPh sb=\"0\" eb=\"1\"><t>hint</t></rPh>";
        var row = Row($"""<c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is>{Rich}</is></c>""", sharedStrings: $"<si>{Rich}</si>");

        Assert.Equal([Cell.FromText("Ada Lovelace"), Cell.FromText("Ada Lovelace"), Cell.Empty], row);
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
        Assert.Equal([Cell.FromText(expected), Cell.FromText(expected), Cell.Empty], Row(
            $"""<c t="s"><v>0</v></c><c t="inlineStr"><is><t>{written}</t></is></c>""", sharedStrings: $"<si><t>{written}</t></si>"));

    [Fact]
    public void Blanks_around_a_text_stay_and_blanks_alone_stay_where_they_are_marked() =>
        Assert.Equal([Cell.FromText(" a "), Cell.Empty, Cell.FromText("  ")], Row(
            """<c t="inlineStr"><is><t> a </t></is></c><c t="inlineStr"><is><t>  </t></is></c><c t="inlineStr"><is><t xml:space="preserve">  </t></is></c>"""));

    [Theory]
    [InlineData("123456789012345", 123456789012345d)]
    [InlineData("-7", -7d)]
    [InlineData("1E3", 1000d)]
    [InlineData("1.2345678901234567E+16", 12345678901234567d)]
    [InlineData("0.30000000000000004", 0.30000000000000004)]
    public void Numbers_are_read_as_written(string written, double expected) =>
        Assert.Equal(Cell.FromNumber(expected), Row($"<c><v>{written}</v></c>")[0]);

    [Theory]
    [InlineData("123456789012345000", 123456789012345000d)]
    [InlineData("-1234567890123450", -1234567890123450d)]
    [InlineData("123456789012345680", 123456789012345680d)]
    [InlineData("1.2345678901234568E+17", 123456789012345680d)]
    public void A_long_number_whose_last_digits_are_lost_stays_a_number(string written, double expected) =>
        Assert.Equal(Cell.FromNumber(expected), Row($"<c><v>{written}</v></c>")[0]);

    [Theory]
    [InlineData("1234567890123456")]
    [InlineData("123456789012345678")]
    [InlineData("123456789012345670")]
    [InlineData("-12345678901234567890")]
    [InlineData("4111111111111111")]
    [InlineData("no number")]
    [InlineData("NaN")]
    public void A_whole_number_beyond_15_digits_and_what_is_no_number_is_text_as_written(string written) =>
        Assert.Equal(Cell.FromText(written), Row($"<c><v>{written}</v></c>")[0]);

    [Fact]
    public void Dates_are_numbers_whose_format_shows_a_date()
    {
        const string Styles = """
            <numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy&quot; day&quot;"/><numFmt numFmtId="165" formatCode="0.0&quot;d&quot;"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>
            """;
        var row = Row("""<c s="1"><v>45351</v></c><c s="2"><v>45351.5</v></c><c s="3"><v>45351</v></c>""", styles: Styles);

        Assert.Equal([Cell.FromDate(45351), Cell.FromDate(45351.5), Cell.FromNumber(45351)], row);
        Assert.Equal(new DateTime(2024, 2, 29), SerialDate.ToDateTime(row[0].Number));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    public void Dates_of_the_1904_system_are_turned_into_the_1900_system(string flag)
    {
        const string Styles = "<cellXfs><xf/><xf numFmtId=\"14\"/><xf numFmtId=\"21\"/></cellXfs>";
        var sheet = Sheet("""<c s="1"><v>43889</v></c><c s="2"><v>0.5</v></c><c><v>43889</v></c>""", styles: Styles, workbookProperties: $"<workbookPr date1904=\"{flag}\"/>");

        Assert.Equal([Cell.FromDate(45351), Cell.FromDate(0.5), Cell.FromNumber(43889)], sheet.Rows[0].Cells);
    }

    [Theory]
    [InlineData("2024-02-29", 45351)]
    [InlineData("2024-02-29T12:00:00", 45351.5)]
    [InlineData("2024-02-29T12:00:00Z", 45351.5)]
    [InlineData("2024-02-29T12:00:00+02:00", 45351.5)]
    [InlineData("2024-02-29T00:00:00.000-11:00", 45351)]
    [InlineData("18:00:00", 0.75)]
    [InlineData("T18:00:00", 0.75)]
    [InlineData("T18:00:00.000Z", 0.75)]
    [InlineData("PT18H", 0.75)]
    [InlineData("PT0H0M0S", 0)]
    public void Dates_typed_as_dates_are_dates(string written, double serial) =>
        Assert.Equal(Cell.FromDate(serial), Row($"<c t=\"d\"><v>{written}</v></c>")[0]);

    [Theory]
    [InlineData("P1Y")]
    [InlineData("P2M")]
    [InlineData("-PT18H")]
    [InlineData("PX")]
    [InlineData("tomorrow")]
    public void What_is_no_date_and_no_duration_of_a_known_length_is_text(string written) => Assert.Equal(Cell.FromText(written), Row($"<c t=\"d\"><v>{written}</v></c>")[0]);

    [Fact]
    public void Durations_are_texts_like_times_however_long_they_are()
    {
        var row = Row("<c s=\"1\"><v>0.5</v></c><c s=\"1\"><v>1.5</v></c><c t=\"d\"><v>PT100H0M30.25S</v></c>", styles: "<cellXfs><xf/><xf numFmtId=\"46\"/></cellXfs>");

        Assert.Equal([Cell.FromDate(0.5), Cell.FromText("36:00:00"), Cell.FromText("100:00:30.250")], row);
        Assert.Equal("12:00:00", CellText.Format(row[0]));
    }

    [Fact]
    public void A_number_that_its_format_shows_as_an_identifier_has_both()
    {
        const string Styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"00000\"/></numFmts><cellXfs><xf/><xf numFmtId=\"164\"/></cellXfs>";
        var row = Row("<c s=\"1\"><v>1067</v></c><c s=\"1\"><v>1067.5</v></c><c s=\"1\" t=\"str\"><v>1067</v></c>", styles: Styles);

        Assert.Equal([Cell.FromIdentifier("01067", 1067), Cell.FromNumber(1067.5), Cell.FromText("1067")], row);
        Assert.Equal("01067", CellText.Format(row[0]));
    }

    [Fact]
    public void A_row_in_several_pieces_is_one_row()
    {
        var sheet = ReadSheet.Read(XlsxFile.WithRows(
            "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>A</v></c></row><row r=\"1\"/><row r=\"1\"><c r=\"B1\" t=\"str\"><v>B</v></c></row>" +
            "<row r=\"2\"/><row r=\"2\"><c r=\"B2\"><v>2</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row><c><v>3</v></c></row>").ToBytes());

        Assert.Equal(["A", "B"], sheet.Header);
        Assert.Equal([2, 3], sheet.Rows.Select(row => row.Number));
        Assert.Equal([Cell.FromNumber(1), Cell.FromNumber(2)], sheet.Rows[0].Cells);
    }

    [Theory]
    [InlineData("A1:C3", 1, "", 1)]
    [InlineData("A1:C3", 0, "", 2)]
    [InlineData("A1:C4", 1, "", 2)]
    [InlineData("A1:B3", 1, "<c r=\"C3\"><v>1</v></c>", 2)]
    [InlineData("A1:C3", 2, "", 2)]
    [InlineData("nonsense", 1, "", 2)]
    public void The_totals_row_of_a_table_is_no_row(string area, int totals, string beside, int rows)
    {
        var file = XlsxFile.WithRows($"{Header}{XlsxFile.TextRow(2, "Mia", "5")}<row r=\"3\"><c r=\"A3\" t=\"str\"><v>Total</v></c><c r=\"B3\"><f>SUBTOTAL(109,T[B])</f><v>5</v></c>{beside}</row>")
            .With("xl/worksheets/_rels/sheet1.xml.rels", XlsxFile.Relationships(("rId1", XlsxFile.Office + "/table", "../tables/table1.xml")))
            .With("xl/tables/table1.xml", $"<table xmlns=\"{XlsxFile.Main}\" id=\"1\" name=\"T\" ref=\"{area}\" totalsRowCount=\"{totals}\"/>");

        Assert.Equal(rows, ReadSheet.Read(file.ToBytes()).Rows.Count);
        Assert.Equal(2, ReadSheet.Read(file.With("xl/tables/table1.xml", "<broken").ToBytes()).Rows.Count);
    }

    [Fact]
    public void Empty_rows_are_left_out_and_the_others_keep_their_numbers()
    {
        var sheet = ReadSheet.Read(XlsxFile.WithRows(
            """<row r="3"><c r="B3" s="1"/></row>""" + XlsxFile.TextRow(4, "A", "B") + """<row r="5"/><row r="6"><c t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>""" +
            XlsxFile.TextRow(9, "x", "y") + "<row><c><v>1</v></c></row>").ToBytes());

        Assert.Equal(4, sheet.HeaderRow);
        Assert.Equal(["A", "B"], sheet.Header);
        Assert.Equal([9, 10], sheet.Rows.Select(row => row.Number));
    }

    [Fact]
    public void Header_names_are_trimmed_and_unnamed_columns_get_their_letter()
    {
        var sheet = ReadSheet.Read(XlsxFile.WithRows(
            """<row r="1"><c r="A1" t="inlineStr"><is><t> First&#10;  name </t></is></c><c r="D1"><v>2024</v></c><c r="F1" s="3"/></row>""" + XlsxFile.TextRow(2, "a", "b")).ToBytes());

        Assert.Equal(["First name", "Column B", "Column C", "2024"], sheet.Header);
        Assert.Equal([Cell.FromText("a"), Cell.FromText("b"), Cell.Empty, Cell.Empty], sheet.Rows[0].Cells);
    }

    [Fact]
    public void A_value_behind_the_last_named_column_makes_its_row_a_problem_and_no_other()
    {
        var sheet = ReadSheet.Read(XlsxFile.WithRows(Header + XlsxFile.TextRow(2, "1", "2", "3", "", "stray") + XlsxFile.TextRow(3, "1", "2", "3", "", " ")).ToBytes());

        Assert.Equal("\"stray\" is in column E, but the header names only 3 columns (A to C). Name the column or remove the value.", sheet.Rows[0].Problem);
        Assert.Equal([Cell.FromText("1"), Cell.FromText("2"), Cell.FromText("3")], sheet.Rows[0].Cells);
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

        var sheet = ReadSheet.Read(file.ToBytes());

        Assert.Equal(("Data", "Name"), (sheet.Name, Assert.Single(sheet.Header)));
        Assert.Equal(Cell.FromText("Ada"), Assert.Single(Assert.Single(sheet.Rows).Cells));
    }

    [Fact]
    public void A_header_without_rows_is_no_error_of_reading() =>
        Assert.Empty(ReadSheet.Read(XlsxFile.WithRows(Header).ToBytes()).Rows);

    [Fact]
    public void A_stream_that_cannot_seek_is_read_all_the_same()
    {
        using var content = new ForwardOnlyStream(XlsxFile.WithRows(Header + XlsxFile.TextRow(2, "x")).ToBytes());

        Assert.Equal(Cell.FromText("x"), ReadSheet.Read(content).Rows[0].Cells[0]);
    }

    private static Cell[] Row(string cells, string? sharedStrings = null, string? styles = null)
    {
        var row = Assert.Single(Sheet(cells, sharedStrings, styles).Rows);
        Assert.Null(row.Problem);
        Assert.Equal(3, row.Cells.Length);
        return row.Cells;
    }

    private static ReadSheet Sheet(string cells, string? sharedStrings = null, string? styles = null, string workbookProperties = "") =>
        ReadSheet.Read(XlsxFile.WithRows($"{Header}<row r=\"2\">{cells}</row>", sharedStrings, styles, workbookProperties).ToBytes());
}
