using System.Globalization;
using System.Security;
using System.Text;
using BatchImport.Spreadsheets;
using CsCheck;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>Any table, written and read back, is the same. A failure prints its seed; CsCheck_Seed runs it again.</summary>
[Trait("Speed", "Slow")]
public sealed class RoundTripTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char["abcXYZ 0123,;|\t\"'\n\r=+-@#_x<>&äß€\u00A0"], 0, 30],
        OneOf("", " ", "007", "_x000D_", "\"", "\"\"", ",", "sep=;", "1e5", "\uFFFD", "\U0001F600 ok", "#REF!"),
        Gen.String[Gen.Char['\u0020', '\uD7FF'], 0, 12])
        .Where(static text => !text.StartsWith("=\"", StringComparison.Ordinal));

    private static readonly Gen<Cell> Cells = Gen.OneOf(
        Texts.Select(Cell.FromText),
        Gen.Const(Cell.Empty),
        Gen.Double[-1e14, 1e14].Select(Cell.FromNumber),
        Gen.Int.Select(number => Cell.FromNumber(number)),
        Gen.Int[0, 2_958_465].Select(serial => Cell.FromDate(serial)),
        Gen.Double[0, 60_000].Select(Cell.FromDate),
        Gen.Bool.Select(Cell.FromBoolean),
        OneOf("#N/A", "#DIV/0!").Select(Cell.FromError));

    [Theory]
    [InlineData(',', "\n", false)]
    [InlineData(';', "\r\n", true)]
    [InlineData('\t', "\n", false)]
    [InlineData('|', "\r", true)]
    public void A_table_written_as_delimited_text_reads_back_the_same(char delimiter, string newline, bool quoteAll) =>
        Table(Texts.Select(Cell.FromText)).Sample(
            table =>
            {
                var text = new StringBuilder($"sep={delimiter}{newline}");
                foreach (var row in Enumerable.Repeat(Header(table[0].Length), 1).Concat(table.Select(row => row.Select(cell => cell.Text ?? ""))))
                {
                    text.AppendJoin(delimiter, row.Select(value => quoteAll || value.AsSpan().ContainsAny([delimiter, '"', '\n', '\r']) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value)).Append(newline);
                }

                AssertSame(table, ReadSheet.Read(Encoding.UTF8.GetBytes(text.ToString())));
            },
            seed: Seed, iter: 500, threads: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_table_written_as_XLSX_reads_back_the_same(bool shared) =>
        Table(Cells).Sample(
            table =>
            {
                var strings = new List<string>();
                var rows = new StringBuilder(XlsxFile.TextRow(1, [.. Header(table[0].Length)]));
                for (var r = 0; r < table.Length; r++)
                {
                    rows.Append(CultureInfo.InvariantCulture, $"<row r=\"{r + 2}\">");
                    for (var c = 0; c < table[r].Length; c++)
                    {
                        rows.Append(Xml(table[r][c], $"{ColumnName.FromIndex(c)}{r + 2}", shared ? strings : null));
                    }

                    rows.Append("</row>");
                }

                var file = XlsxFile.WithRows(rows.ToString(), string.Concat(strings.Select(text => $"<si>{T(text)}</si>")), "<cellXfs><xf/><xf numFmtId=\"22\"/></cellXfs>");
                AssertSame(table, ReadSheet.Read(file.ToBytes()));
            },
            seed: Seed, iter: 500, threads: 1);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static Gen<Cell[][]> Table(Gen<Cell> cells) =>
        Gen.Int[1, 8].SelectMany(columns => cells.Array[columns].Array[1, 20]);

    private static IEnumerable<string> Header(int columns) => Enumerable.Range(1, columns).Select(column => $"H{column}");

    private static void AssertSame(Cell[][] table, ReadSheet sheet)
    {
        var expected = table.Select((cells, index) => (Number: index + 2, Cells: cells)).Where(row => !row.Cells.All(IsBlank)).ToList();

        Assert.Equal(expected.Select(row => row.Number), sheet.Rows.Select(row => row.Number));
        Assert.All(sheet.Rows, (row, index) => Assert.Equal(expected[index].Cells, row.Cells));
        Assert.All(sheet.Rows, row => Assert.Null(row.Problem));
    }

    private static bool IsBlank(Cell cell) => cell.IsEmpty || (cell.Kind == CellKind.Text && InvisibleCharacters.AreAllOf(cell.Text));

    private static string Xml(Cell cell, string reference, List<string>? strings)
    {
        switch (cell.Kind)
        {
            case CellKind.Empty:
                return "";
            case CellKind.Text when strings is not null:
                strings.Add(cell.Text!);
                return $"<c r=\"{reference}\" t=\"s\"><v>{strings.Count - 1}</v></c>";
            case CellKind.Text:
                return $"<c r=\"{reference}\" t=\"inlineStr\"><is>{T(cell.Text!)}</is></c>";
            case CellKind.Error:
                return $"<c r=\"{reference}\" t=\"e\"><v>{cell.Text}</v></c>";
            default:
                var value = cell.Number.ToString("R", CultureInfo.InvariantCulture);
                var attributes = cell.Kind switch { CellKind.Date => " s=\"1\"", CellKind.Boolean => " t=\"b\"", _ => "" };
                return $"<c r=\"{reference}\"{attributes}><v>{value}</v></c>";
        }
    }

    private static string T(string text) =>
        $"<t xml:space=\"preserve\">{SecurityElement.Escape(text.Replace("_x", "_x005F_x", StringComparison.Ordinal)).Replace("\r", "_x000D_", StringComparison.Ordinal)}</t>";
}
