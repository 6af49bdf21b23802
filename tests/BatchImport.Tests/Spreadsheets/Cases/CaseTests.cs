using System.Globalization;
using System.Text.Json;
using BatchImport.Common;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets.Cases;

/// <summary>
/// Small files with kinds of faults that users report. The tables <c>Cases/*.cases.json</c> contain the expected result of each; to add a file, put
/// it into <c>Cases/Files</c> and add an entry to a table.
/// </summary>
public sealed class CaseTests
{
    public static TheoryData<string> Names => [.. SpreadsheetCase.All.Select(static each => each.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_imported_or_refused_as_its_case_expects(string name)
    {
        var expected = SpreadsheetCase.All.Single(each => each.ToString() == name);
        if (expected.Refused is { } code)
        {
            var refusal = Assert.ThrowsAny<RejectedException>(() => CaseRun.Run(expected));
            Assert.Equal(code, refusal.Code);
            Assert.All(expected.Message, text => Assert.Contains(text, refusal.Message, StringComparison.Ordinal));
            return;
        }

        var run = CaseRun.Run(expected);
        Assert.Equal(expected.Header, run.Header);
        Assert.Equal(expected.HeaderRow, run.HeaderRow);
        Assert.Equal(expected.Sheet ?? run.SheetName, run.SheetName);
        Assert.Equal(expected.RowCount ?? expected.Rows.Count, run.Rows.Count);
        Assert.All(expected.Rows, row => Assert.Equal(Shown(row), Shown(run.Rows.Single(each => each.Number == row[0].GetInt32()))));
        Assert.All(run.Rows, row => HasErrors(row, expected.Errors.GetValueOrDefault(row.Number, [])));
    }

    [Fact]
    public void Every_file_has_a_case() =>
        Assert.Equal(
            Directory.EnumerateFiles(SpreadsheetCase.PathOf("Files")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            SpreadsheetCase.All.Select(static each => each.File).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static void HasErrors(CaseRow row, string[] expected)
    {
        Assert.True(expected.Length == row.Errors.Count, string.Create(CultureInfo.InvariantCulture, $"Row {row.Number} has the errors [{string.Join("] [", row.Errors)}]."));
        Assert.All(expected, (text, i) => Assert.Contains(text, row.Errors[i], StringComparison.Ordinal));
    }

    private static string Shown(JsonElement[] row) =>
        string.Create(CultureInfo.InvariantCulture, $"row {row[0].GetInt32()}: {string.Join(", ", row.Skip(1).Select(static value => value.ValueKind switch
        {
            JsonValueKind.Null => "Empty []",
            JsonValueKind.String => $"Text [{value.GetString()}]",
            JsonValueKind.Number => $"Number [{CellText.Format(Cell.FromNumber(value.GetDouble()))}]",
            JsonValueKind.True or JsonValueKind.False => $"Boolean [{(value.GetBoolean() ? "TRUE" : "FALSE")}]",
            _ => value.TryGetProperty("date", out var date) ? $"Date [{date.GetString()}]" : $"Error [{value.GetProperty("error").GetString()}]",
        }))}");

    private static string Shown(CaseRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"row {row.Number}: {string.Join(", ", row.Values.Select(static cell => $"{cell.Kind} [{CellText.Format(cell)}]"))}");
}
