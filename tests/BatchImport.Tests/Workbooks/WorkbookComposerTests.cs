using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Workbooks;
using ExcelDataReader;
using OfficeOpenXml;
using OfficeOpenXml.Style;

namespace BatchImport.Tests.Workbooks;

public sealed class WorkbookComposerTests
{
    private static readonly WorkbookHeader Header = new() { Columns = ["Id", "Name", "Email"] };

    private static Cell[] Cells(params string[] texts) => [.. texts.Select(Cell.FromText)];

    private static RowResult Error(int? column, string message) => RowResult.Error(0, new RowError(column, message));

    [Fact]
    public async Task Each_row_is_on_one_sheet_with_all_its_columns_in_file_order()
    {
        using var workbook = await ComposedWorkbook.ComposeAsync(Header, ComposedWorkbook.Pages(
        [
            (Cells("1", "Ada", "ada@example.com"), RowResult.Success(0)),
            (Cells("2", "Bob", "bob"), Error(2, "\"bob\" is not an e-mail address")),
            (Cells("3", "Cid", "cid@example.com"), RowResult.Success(0)),
            (Cells("4", "Dan", "dan@example.com"), null),
        ]));

        Assert.Equal(new WorkbookCounts(2, 1, 1), workbook.Counts);
        Assert.Equal(["Summary", "Success", "Errors", "Not processed"], workbook.Sheets);
        Assert.Equal([["Id", "Name", "Email"], ["1", "Ada", "ada@example.com"], ["3", "Cid", "cid@example.com"]], workbook.Rows("Success"));
        Assert.Equal(
            [["Id", "Name", "Email", "Sheet row", "Error column", "Error reason"], ["2", "Bob", "bob", 3.0, "Email", "\"bob\" is not an e-mail address"]],
            workbook.Rows("Errors"));
        Assert.Equal([["Id", "Name", "Email", "Sheet row"], ["4", "Dan", "dan@example.com", 5.0]], workbook.Rows("Not processed"));
    }

    [Fact]
    public async Task A_file_without_rows_gets_sheets_with_headers_only()
    {
        using var workbook = await ComposedWorkbook.ComposeAsync(Header, []);

        Assert.Equal(["Summary", "Success", "Errors"], workbook.Sheets);
        Assert.Single(workbook.Rows("Success"));
        Assert.Single(workbook.Rows("Errors"));
    }

    [Fact]
    public async Task A_row_with_several_errors_is_one_row_that_names_them_all()
    {
        RowError[] errors = [new(0, "is missing"), new(2, "is no address"), new(2, "is too long"), new(null, "occurs twice")];
        using var workbook = await ComposedWorkbook.ComposeAsync(Header, ComposedWorkbook.Pages([(Cells("", "Ada", "x"), RowResult.Error(0, errors))]));

        var row = Assert.Single(workbook.Rows("Errors").Skip(1));
        Assert.Equal([null, "Ada", "x", 2.0, "Id; Email", "Id: is missing; Email: is no address; Email: is too long; occurs twice"], row);
    }

    [Fact]
    public async Task The_cells_that_are_wrong_are_marked_also_where_they_are_empty()
    {
        using var workbook = await ComposedWorkbook.ComposeAsync(Header, ComposedWorkbook.Pages([(Cells("", "Ada", "x"), Error(0, "is missing"))]));

        var sheet = workbook["Errors"];
        Assert.Equal(ExcelFillStyle.Solid, sheet.Cells["A2"].Style.Fill.PatternType);
        Assert.Equal(ExcelFillStyle.None, sheet.Cells["B2"].Style.Fill.PatternType);
    }

    [Fact]
    public async Task Added_columns_never_take_the_name_of_one_of_the_files()
    {
        var header = new WorkbookHeader { Columns = ["error reason", "Error reason (2)", "Sheet Row", "REFERENCE"], HasReferences = true };
        using var workbook = await ComposedWorkbook.ComposeAsync(header, ComposedWorkbook.Pages([(Cells("a", "b", "c", "d"), RowResult.Success(0, "crm-7"))]));

        Assert.Equal(["error reason", "Error reason (2)", "Sheet Row", "REFERENCE", "Sheet row (2)", "Error column", "Error reason (3)"], workbook.Rows("Errors")[0]);
        Assert.Equal([["error reason", "Error reason (2)", "Sheet Row", "REFERENCE", "Reference (2)"], ["a", "b", "c", "d", "crm-7"]], workbook.Rows("Success"));
    }

    [Fact]
    public async Task Values_keep_their_types_and_looks()
    {
        var header = new WorkbookHeader { Columns = ["Zip", "Big", "Share", "Day", "Moment", "Time", "Yes", "Error", "Formula"] };
        Cell[] cells =
        [
            Cell.FromText("01234"), Cell.FromNumber(4_915_112_345_678), Cell.FromNumber(0.25), Cell.FromDate(46_000), Cell.FromDate(46_000.75), Cell.FromDate(0.5),
            Cell.FromBoolean(true), Cell.FromError("#N/A"), Cell.FromText("=HYPERLINK(\"http://evil\")"),
        ];
        using var workbook = await ComposedWorkbook.ComposeAsync(header, ComposedWorkbook.Pages([(cells, RowResult.Success(0))]));

        var sheet = workbook["Success"];
        Assert.Equal(["01234", 4_915_112_345_678.0, 0.25, 46_000.0, 46_000.75, 0.5, true, "#N/A", "=HYPERLINK(\"http://evil\")"], workbook.Rows("Success")[1].Select(Number));
        Assert.Equal(
            ["01234", "4915112345678", "0.25", "2025-12-09", "2025-12-09 18:00:00", "12:00:00"],
            Enumerable.Range(1, 6).Select(column => sheet.Cells[2, column].Text));
        Assert.Equal("@", sheet.Cells["A2"].Style.Numberformat.Format);
        Assert.All(sheet.Cells[1, 1, 2, 9], cell => Assert.True(string.IsNullOrEmpty(cell.Formula)));
        Assert.True(sheet.Cells["I2"].Style.QuotePrefix);
        Assert.False(sheet.Cells["A2"].Style.QuotePrefix);

        static object? Number(object? value) => value is DateTime date ? date.ToOADate() : value is TimeSpan time ? time.TotalDays : value;
    }

    [Fact]
    public async Task Successes_are_converted_and_errors_are_left_as_they_were()
    {
        var header = new WorkbookHeader { Columns = ["Amount"], Convert = (column, cell) => column == 0 ? Cell.FromNumber(double.Parse(cell.Text!, System.Globalization.CultureInfo.InvariantCulture)) : cell };
        using var workbook = await ComposedWorkbook.ComposeAsync(header, ComposedWorkbook.Pages([(Cells("12.5"), RowResult.Success(0)), (Cells("12.5"), Error(0, "too small"))]));

        Assert.Equal(12.5, workbook.Rows("Success")[1][0]);
        Assert.Equal("12.5", workbook.Rows("Errors")[1][0]);
    }

    [Fact]
    public async Task Header_rows_are_bold_frozen_and_filtered_down_to_the_last_row()
    {
        using var workbook = await ComposedWorkbook.ComposeAsync(Header, ComposedWorkbook.Pages(Enumerable.Repeat((Cells("1", "2", "3"), (RowResult?)RowResult.Success(0)), 9)));

        var sheet = workbook["Success"];
        Assert.True(sheet.Cells["C1"].Style.Font.Bold);
        Assert.Equal("A1:C10", sheet.AutoFilterAddress.Address);
        Assert.Equal("A1:F1", workbook["Errors"].AutoFilterAddress.Address);
        var pane = sheet.WorksheetXml.GetElementsByTagName("pane")[0]!.Attributes!;
        Assert.Equal(("1", "frozen"), (pane["ySplit"]!.Value, pane["state"]!.Value));
    }

    [Fact]
    public async Task Rows_beyond_a_sheets_limit_go_on_a_further_sheet_of_the_same_kind()
    {
        var rows = Enumerable.Range(0, 20).Select(index => (Cells($"{index}", "n", "e"), (RowResult?)(index % 2 == 0 ? RowResult.Success(0) : Error(0, "no"))));
        using var workbook = await ComposedWorkbook.ComposeAsync(Header, ComposedWorkbook.Pages(rows, 7), maxRows: 5);

        Assert.Equal(["Summary", "Success", "Success 2", "Success 3", "Errors", "Errors 2", "Errors 3"], workbook.Sheets);
        Assert.Equal(Enumerable.Range(0, 10).Select(index => $"{2 * index}"), Ids("Success", "Success 2", "Success 3"));
        Assert.Equal(Enumerable.Range(0, 10).Select(index => $"{(2 * index) + 1}"), Ids("Errors", "Errors 2", "Errors 3"));
        Assert.Equal("A1:C3", workbook["Success 3"].AutoFilterAddress.Address);

        IEnumerable<object?> Ids(params string[] sheets) => sheets.SelectMany(sheet => workbook.Rows(sheet).Skip(1)).Select(row => row[0]);
    }

    [Fact]
    public async Task Columns_are_as_wide_as_their_texts_within_bounds()
    {
        using var workbook = await ComposedWorkbook.ComposeAsync(Header, ComposedWorkbook.Pages([(Cells("1", new string('n', 30), new string('e', 300)), RowResult.Success(0))]));

        var sheet = workbook["Success"];
        Assert.Equal([8, 34, 60], Enumerable.Range(1, 3).Select(column => sheet.Column(column).Width));
    }

    [Fact]
    public async Task ExcelDataReader_reads_the_same_rows()
    {
        using var workbook = await ComposedWorkbook.ComposeAsync(Header, ComposedWorkbook.Pages([(Cells("1", " a<b & \"c\" ", "x"), RowResult.Success(0)), (Cells("2", "", "y"), RowResult.Success(0))]));

        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(workbook.Content));
        Assert.True(reader.NextResult());
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([reader.GetValue(0), reader.GetValue(1), reader.GetValue(2)]);
        }

        Assert.Equal([["Id", "Name", "Email"], ["1", " a<b & \"c\" ", "x"], ["2", null, "y"]], rows);
    }

    [Fact]
    public async Task The_output_may_be_a_stream_that_only_goes_forward()
    {
        await using var output = new ForwardOnlyStream();
        await new WorkbookComposer().ComposeAsync(
            Header, ComposedWorkbook.Pages([(Cells("1", "2", "3"), RowResult.Success(0))]).ToAsyncEnumerable(), _ => ComposedWorkbook.Summary, output, TestContext.Current.CancellationToken);

        using var package = new ExcelPackage(new MemoryStream(output.ToArray()));
        Assert.Equal("1", package.Workbook.Worksheets["Success"].Cells["A2"].Value);
    }

    [Fact]
    public async Task A_page_whose_results_do_not_fit_its_rows_is_refused()
    {
        var page = new ResultPage(new RowPage(3, [new StagedRow(2, Cells("1", "2", "3"))]), []);

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => ComposedWorkbook.ComposeAsync(Header, [page]));

        Assert.Contains("Page 3 has 1 rows but 0 results", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_while_pages_are_read_is_passed_on()
    {
        var fault = await Assert.ThrowsAsync<IOException>(() => new WorkbookComposer().ComposeAsync(
            Header, Faulty(), _ => ComposedWorkbook.Summary, Stream.Null, TestContext.Current.CancellationToken));

        Assert.Equal("the second page", fault.Message);

        static async IAsyncEnumerable<ResultPage> Faulty()
        {
            yield return ComposedWorkbook.Pages([(Cells("1", "2", "3"), RowResult.Success(0))]).First();
            await Task.Yield();
            throw new IOException("the second page");
        }
    }
}
