using System.Globalization;
using System.Text;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets;

public sealed class DelimitedTextTests
{
    [Theory]
    [InlineData("Name,Age\nAda,36\n")]
    [InlineData("Name;Age\r\nAda;36\r\n")]
    [InlineData("Name\tAge\rAda\t36")]
    [InlineData("Name|Age\nAda|36")]
    [InlineData("\"Name\",\"Age\"\n\"Ada\",\"36\"")]
    [InlineData("sep=;\nName;Age\nAda;36")]
    [InlineData("SEP=^\r\nName^Age\r\nAda^36")]
    public void The_delimiter_is_found(string text)
    {
        var sheet = Read(text);

        Assert.Equal((SpreadsheetFormat.DelimitedText, null, 1), (sheet.Format, sheet.Name, sheet.HeaderRow));
        Assert.Equal(["Name", "Age"], sheet.Header);
        Assert.Equal([Cell.FromText("Ada"), Cell.FromText("36")], Assert.Single(sheet.Rows).Cells);
    }

    [Theory]
    [InlineData("Name;Amount\nA;1,50\nB;2,50\n", "Name|Amount")]
    [InlineData("Name, first;Amount, net\nDoe, J;1,5\nRoe;2\n", "Name, first|Amount, net")]
    [InlineData("\"a;b;c;d\",e\n\"f;g;h;i\",j\n", "a;b;c;d|e")]
    [InlineData("Name\nAda\n", "Name")]
    [InlineData("Note,Size\n5\" pipe,1\n6\" pipe,2\n", "Note|Size")]
    [InlineData("Name,Tags\nA,x;y\nB,z;w\n", "Name|Tags")]
    [InlineData("Name,Vorname;Betrag\nMüller,Hans;12\nMaier,Eva;7\n", "Name,Vorname;Betrag", ';')]
    [InlineData("Id,Qty,Price\n1,2,3\n4,5,6\n", "Id|Qty|Price")]
    [InlineData("Name, first\nAda\nKarl\n", "Name, first")]
    [InlineData("Größe\nMüller, Hans, Dr.\nMaier, Eva, Prof.\n", "Größe")]
    [InlineData("Name | Town\nAda | London\n", "Name|Town")]
    public void Punctuation_in_values_is_not_taken_for_the_delimiter(string text, string header, char between = '|') =>
        Assert.Equal(header.Split(between), Read(text).Header);

    [Theory]
    [InlineData("Name;Town\nDoe, John;Ulm\n", "Name")]
    [InlineData("Name\nDoe,John\n", "Name")]
    [InlineData("Title\nName,Town\nAda,Ulm\n", "Town")]
    public void A_known_header_decides_the_delimiter(string text, string column)
    {
        var sheet = ReadSheet.Read(Encoding.UTF8.GetBytes(text), where: new() { IsHeader = header => header.Contains(column, StringComparer.Ordinal) });

        Assert.Contains(column, sheet.Header);
    }

    [Fact]
    public void Quotes_hold_delimiters_quotes_and_line_breaks()
    {
        var sheet = Read("A,B,C\n\"x,y\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n1,2,3\n");

        Assert.Equal([Cell.FromText("x,y"), Cell.FromText("say \"hi\""), Cell.FromText("two\r\nlines")], sheet.Rows[0].Cells);
    }

    [Theory]
    [InlineData("\r\n", "\n")]
    [InlineData("\r\n", "\r")]
    [InlineData("\n", "\r")]
    [InlineData("\n", "\r\n")]
    [InlineData("\r", "\n")]
    [InlineData("\r", "\r\n")]
    public void Line_breaks_in_values_are_independent_of_those_between_rows(string ofRows, string ofValues)
    {
        foreach (var rows in new[] { 3, 9_000 })
        {
            var text = new StringBuilder($"Id,\"Full{ofValues}name\"{ofRows}");
            for (var i = 1; i <= rows; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{i},\"a{ofValues}{ofValues}b\"{ofRows}");
            }

            var sheet = Read(text.ToString());

            Assert.Equal(["Id", "Full name"], sheet.Header);
            Assert.Equal(Enumerable.Range(1, rows).Select(i => (i + 1, i.ToString(CultureInfo.InvariantCulture), $"a{ofValues}{ofValues}b")), sheet.Rows.Select(row => (row.Number, row.Cells[0].Text!, row.Cells[1].Text!)));
        }
    }

    [Theory]
    [InlineData("Id;Name\n1;\"=\"\"007\"\"\"\n", "007")]
    [InlineData("Id;Name\n1;=\"007\"\n", "007")]
    [InlineData("Id;Name\n1;=\"\"\n", null)]
    [InlineData("Id;Name\n1;=\"a\"&\"b\"\n", "=\"a\"&\"b\"")]
    [InlineData("Id;Name\n1;=007\n", "=007")]
    public void A_formula_that_is_a_text_counts_as_the_text(string text, string? value) => Assert.Equal(value, Read(text).Rows[0].Cells[1].Text);

    [Theory]
    [InlineData("A,B\n1,2\n\x1A")]
    [InlineData("A,B\n1,2\x1A\x1A")]
    [InlineData("A,B\n1,2\n\x1A\0\0\0")]
    public void Ctrl_Z_ends_a_text(string text) => Assert.Equal("2", Assert.Single(Read(text).Rows).Cells[1].Text);

    [Fact]
    public void Ctrl_Z_within_a_text_does_not_end_it() => Assert.Equal(["2\x1A", "4"], Read("A,B\n1,2\x1A\n3,4\n\x1A").Rows.Select(row => row.Cells[1].Text));

    [Fact]
    public void Rows_are_numbered_as_spreadsheet_programs_show_them()
    {
        var sheet = Read("\nA,B\n\"two\nlines\",1\n\n , \nx,2");

        Assert.Equal(2, sheet.HeaderRow);
        Assert.Equal([3, 6], sheet.Rows.Select(row => row.Number));
    }

    [Fact]
    public void Short_rows_are_filled_up_and_long_ones_are_a_problem_of_their_own()
    {
        var sheet = Read("A,B\n1\n1,2,,\n1,2,,stray\n1,2\n");

        Assert.Equal([Cell.FromText("1"), Cell.Empty], sheet.Rows[0].Cells);
        Assert.Equal(
            [null, null, "\"stray\" is in column D, but the header names only 2 columns (A to B). Name the column or remove the value.", null],
            sheet.Rows.Select(row => row.Problem));
    }

    [Fact]
    public void Values_stay_as_they_are_written()
    {
        string[] values = [" 007 ", "#1", "1,234.50", "=1+1", "a\"b", "TRUE", "'", "-"];
        var sheet = Read("A;B;C;D;E;F;G;H\n" + string.Join(';', values) + "\n");

        Assert.Equal(values.Select(Cell.FromText), Assert.Single(sheet.Rows).Cells);
    }

    [Fact]
    public void A_line_that_begins_with_a_hash_is_a_row() =>
        Assert.Equal(["#1", "#2"], Read("#,Name\n#1,x\n#2,y\n").Rows.Select(row => row.Cells[0].Text));

    [Fact]
    public void Text_with_a_byte_order_mark_is_read_in_its_encoding()
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
        {
            var sheet = ReadSheet.Read([.. encoding.GetPreamble(), .. encoding.GetBytes("Ünï,\U0001F600\nö,ß\n")]);

            Assert.Equal(["Ünï", "\U0001F600"], sheet.Header);
            Assert.Equal([Cell.FromText("ö"), Cell.FromText("ß")], sheet.Rows[0].Cells);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(65_530)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public void Without_a_mark_the_first_bytes_that_are_not_ASCII_decide_wherever_they_are(int offset)
    {
        var rows = new StringBuilder("Id,Name\n");
        while (rows.Length < offset - 10)
        {
            rows.Append("1,x\n");
        }

        rows.Append("1,").Append('x', offset - rows.Length).Append("Müller €\n");
        var text = rows.ToString();

        Assert.EndsWith("Müller €", Last(new UTF8Encoding(false).GetBytes(text)), StringComparison.Ordinal);
        Assert.EndsWith("Müller €", Last(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text)), StringComparison.Ordinal);

        static string Last(byte[] content) => ReadSheet.Read(content).Rows[^1].Cells[1].Text!;
    }

    [Fact]
    public void A_broken_byte_in_UTF_8_makes_its_row_an_error_and_changes_no_other()
    {
        var text = new StringBuilder("Id,Name\n1,Müller\n");
        for (var i = 0; i < 50_000; i++)
        {
            text.Append("1,x\n");
        }

        var sheet = ReadSheet.Read([.. Encoding.UTF8.GetBytes(text.ToString()), (byte)'1', (byte)',', (byte)'M', 0xFC, (byte)'l', (byte)'\n']);

        Assert.Equal("Müller", sheet.Rows[0].Cells[1].Text);
        Assert.Equal(50_003, sheet.Rows[^1].Number);
        Assert.Equal("The value \"M\uFFFDl\" in column B holds the byte 0xFC, which is not valid in the file's encoding (UTF-8). Type the value again, and save the file as UTF-8.", sheet.Rows[^1].Problem);
        Assert.All(sheet.Rows.SkipLast(1), row => Assert.Null(row.Problem));
    }

    [Theory]
    [InlineData("A,B\n\"x\"y,z\n", "Row 2 has a quoted value that is not closed correctly")]
    [InlineData("A,B\n1,2\n\"x,z\n1,2\n", "Row 3 has a quoted value that is not closed correctly")]
    [InlineData("\"A,B\n1,2\n", "Row 1 has a quoted value that is not closed correctly")]
    public void A_quote_that_does_not_end_where_it_should_is_refused_with_its_row(string text, string message)
    {
        var refusal = ReadSheet.Refused(Encoding.UTF8.GetBytes(text));

        Assert.Equal("broken-text", refusal.Code);
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_without_rows_is_no_error_of_reading() => Assert.Empty(Read("A,B").Rows);

    [Fact]
    public void A_stream_that_cannot_seek_is_read_all_the_same()
    {
        using var content = new ForwardOnlyStream(Encoding.UTF8.GetBytes("A\n" + string.Concat(Enumerable.Repeat("value\n", 10_000))));

        Assert.Equal(10_000, ReadSheet.Read(content).Rows.Count);
    }

    private static ReadSheet Read(string text) => ReadSheet.Read(Encoding.UTF8.GetBytes(text));
}
