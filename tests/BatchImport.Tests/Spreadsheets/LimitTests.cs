using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.IO.Compression;
using System.Text;
using BatchImport.Spreadsheets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BatchImport.Tests.Spreadsheets;

[Trait("Speed", "Slow")]
public sealed class LimitTests
{
    private static readonly byte[] Xlsx = XlsxFile.WithRows(XlsxFile.TextRow(1, "A", "B", "C") + XlsxFile.TextRow(2, "1", "2", "3") + XlsxFile.TextRow(3, "4", "5", "long value")).ToBytes();
    private static readonly byte[] Csv = Encoding.UTF8.GetBytes("A,B,C\n1,2,3\n4,5,long value\n");

    [Fact]
    public void A_file_at_the_limits_is_read()
    {
        var limits = new SpreadsheetLimits { MaxRows = 2, MaxColumns = 3, MaxCellCharacters = 10 };

        Assert.Equal(2, ReadSheet.Read(Xlsx, limits).Rows.Count);
        Assert.Equal(2, ReadSheet.Read(Csv, limits).Rows.Count);
    }

    [Fact]
    public void More_rows_than_allowed_are_refused() => BothRefused(new() { MaxRows = 1 }, "too-many-rows", "has more than 1 rows");

    [Fact]
    public void More_columns_than_allowed_are_refused() => BothRefused(new() { MaxColumns = 2 }, "too-many-columns", "has 3 columns; the limit is 2");

    [Fact]
    public void A_longer_cell_than_allowed_is_refused()
    {
        var refusal = ReadSheet.Refused(Xlsx, new() { MaxCellCharacters = 9 });

        Assert.Equal("cell-too-long", refusal.Code);
        Assert.Contains("sheet \"Sheet1\", cell C3", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("has more than 9 characters", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_longer_cell_than_allowed_of_delimited_text_makes_its_row_an_error() =>
        Assert.Equal(
            "The text in column C has 10 characters; 9 is the most that a cell can have. Shorten it.",
            ReadSheet.Read(Csv, new() { MaxCellCharacters = 9 }).Rows.Single(row => row.Number == 3).Problem);

    [Fact]
    public void A_longer_shared_string_than_allowed_is_refused() =>
        Assert.Equal("cell-too-long", ReadSheet.Refused(XlsxFile.WithRows("", sharedStrings: "<si><t>long value</t></si>").ToBytes(), new() { MaxCellCharacters = 9 }).Code);

    [Fact]
    public void A_text_of_megabytes_is_refused_before_it_is_read()
    {
        var text = new string('x', 5_000_000);

        Assert.Equal("cell-too-long", ReadSheet.Refused(XlsxFile.WithRows("", sharedStrings: $"<si><t>{text}</t></si>").ToBytes()).Code);
        Assert.Equal("cell-too-long", ReadSheet.Refused(XlsxFile.WithRows(XlsxFile.TextRow(1, text)).ToBytes()).Code);
        Assert.Equal("cell-too-long", ReadSheet.Refused(XlsxFile.WithRows($"<row><c><v>{text}</v></c></row>").ToBytes()).Code);
    }

    [Fact]
    public void A_text_of_a_megabyte_is_read_where_the_limits_allow_it()
    {
        var limits = new SpreadsheetLimits { MaxCellCharacters = 1_048_576, MaxRowCharacters = 16_777_216 };
        var text = string.Concat(Enumerable.Repeat("ü€", 500_000));

        Assert.Equal(text, ReadSheet.Read(XlsxFile.WithRows(XlsxFile.TextRow(1, "A") + XlsxFile.TextRow(2, text)).ToBytes(), limits).Rows[0].Cells[0].Text);
        Assert.Equal(text, ReadSheet.Read(Encoding.UTF8.GetBytes($"A\n{text}\n"), limits).Rows[0].Cells[0].Text);
    }

    [Fact]
    public void A_longer_row_than_allowed_is_refused()
    {
        var limits = new SpreadsheetLimits { MaxRowCharacters = 1_024 };
        var value = new string('x', 600);

        var xlsx = ReadSheet.Refused(XlsxFile.WithRows(XlsxFile.TextRow(1, "A", "B") + XlsxFile.TextRow(2, value, value)).ToBytes(), limits);
        var csv = ReadSheet.Refused(Encoding.UTF8.GetBytes($"A,B\n{value},{value}\n"), limits);

        Assert.Equal(("row-too-long", "row-too-long"), (xlsx.Code, csv.Code));
        Assert.Contains("row 2", xlsx.Message, StringComparison.Ordinal);
        Assert.Contains("row 2", csv.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_is_never_closed_ends_at_the_rows_limit() =>
        Assert.Equal("row-too-long", ReadSheet.Refused(Encoding.UTF8.GetBytes("A,B\n\"open," + string.Concat(Enumerable.Repeat("1,2\n", 100_000)))).Code);

    [Fact]
    public void A_larger_file_than_allowed_is_refused_whether_its_length_is_known_or_not()
    {
        var limits = new SpreadsheetLimits { MaxFileBytes = Csv.Length - 1 };
        using var stream = new ForwardOnlyStream(Csv);

        Assert.Equal("too-large-file", ReadSheet.Refused(Csv, limits).Code);
        Assert.Equal("too-large-file", Assert.Throws<SpreadsheetException>(() => ReadSheet.Read(stream, limits)).Code);
    }

    [Fact]
    public void More_bytes_uncompressed_than_allowed_are_refused()
    {
        var file = XlsxFile.WithRows(XlsxFile.TextRow(1, "A") + string.Concat(Enumerable.Range(2, 30_000).Select(row => XlsxFile.TextRow(row, "value")))).ToBytes();

        Assert.Equal("too-large-uncompressed", ReadSheet.Refused(file, new() { MaxUncompressedBytes = 1 << 20 }).Code);
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml")]
    [InlineData("xl/sharedStrings.xml")]
    [InlineData("xl/styles.xml")]
    [InlineData("xl/workbook.xml")]
    public void A_part_that_grows_beyond_the_limit_is_refused(string part) =>
        Assert.Equal("too-large-uncompressed", ReadSheet.Refused(Bomb(part, XlsxFile.WithRows(XlsxFile.TextRow(1, "A"), "<si/>", "<cellXfs/>"), "<ext/>"), new() { MaxUncompressedBytes = 32 << 20 }).Code);

    [Fact]
    public void A_sheet_may_have_any_compression_ratio()
    {
        var cells = string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 60));
        var file = XlsxFile.WithRows($"<row>{string.Concat(Enumerable.Range(1, 60).Select(i => $"<c t=\"str\"><v>C{i}</v></c>"))}</row>{string.Concat(Enumerable.Repeat($"<row>{cells}</row>", 20_000))}");
        var bytes = file.ToBytes(CompressionLevel.Optimal);

        Assert.InRange(file.Part("xl/worksheets/sheet1.xml").Length / bytes.Length, 101, 1_032);
        Assert.Equal(20_000, ReadSheet.Read(bytes).Rows.Count);
    }

    [Fact]
    public void A_sheet_of_formatted_blanks_is_read_to_the_last_row_that_it_can_have()
    {
        var blank = string.Concat(Enumerable.Repeat("<row><c s=\"1\"/><c s=\"1\"/></row>", 1_048_574));
        var rows = XlsxFile.TextRow(1, "A") + XlsxFile.TextRow(2, "x") + blank;

        Assert.Single(ReadSheet.Read(XlsxFile.WithRows(rows).ToBytes(CompressionLevel.Fastest)).Rows);
        Assert.Contains("its row \"1048577\" follows row 1048576", ReadSheet.Refused(XlsxFile.WithRows(rows + "<row/>").ToBytes(CompressionLevel.Fastest)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<a ", "b=\"1\" ")]
    [InlineData("", "<!-- comment -->")]
    [InlineData("<a b=\"", "value ")]
    [InlineData("", "<a>")]
    public void XML_that_would_fill_the_memory_is_refused(string start, string repeated)
    {
        var content = $"<worksheet xmlns=\"{XlsxFile.Main}\">{start}{string.Concat(Enumerable.Repeat(repeated, 3_000_000 / repeated.Length))}";

        Assert.Equal("broken-xlsx", ReadSheet.Refused(XlsxFile.WithSheet(content).ToBytes()).Code);
    }

    [Fact]
    public void Names_without_end_are_refused() =>
        Assert.Contains("More different names", ReadSheet.Refused(XlsxFile.WithSheet(
            $"<worksheet xmlns=\"{XlsxFile.Main}\">{string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<n{i}/>"))}</worksheet>").ToBytes()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_header_of_a_million_columns_is_refused()
    {
        Assert.Equal("too-many-columns", ReadSheet.Refused(XlsxFile.WithRows($"<row r=\"1\">{string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 1_000_000))}</row>").ToBytes()).Code);
        Assert.Equal("too-many-columns", ReadSheet.Refused(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 20_000)))).Code);
    }

    [Fact]
    public void An_archive_of_too_many_parts_is_refused_before_its_directory_is_read()
    {
        var file = XlsxFile.WithRows("");
        for (var i = 0; i < 40; i++)
        {
            file.With($"part{i}", "x");
        }

        var bytes = file.ToBytes();
        Assert.Equal("too-many-entries", ReadSheet.Refused(bytes, new() { MaxEntries = 20 }).Code);

        // The same with a directory that declares a small size: its length reveals it.
        var end = bytes.AsSpan().LastIndexOf("PK\x05\x06"u8);
        var lying = (byte[])[.. bytes.AsSpan(0, end), .. new byte[16 * 1024], .. bytes.AsSpan(end)];
        BinaryPrimitives.WriteUInt16LittleEndian(lying.AsSpan(end + (16 * 1024) + 10), 1);
        Assert.Equal("too-many-entries", ReadSheet.Refused(lying, new() { MaxEntries = 20 }).Code);
    }

    [Fact]
    public void Limits_are_bound_from_configuration_and_checked()
    {
        Assert.Equal(5, Bound("5").MaxRows);
        Assert.Equal(new SpreadsheetLimits().MaxColumns, Bound("5").MaxColumns);
        Assert.Throws<OptionsValidationException>(() => Bound("0"));

        var defaults = new SpreadsheetLimits();
        Validator.ValidateObject(defaults, new ValidationContext(defaults), validateAllProperties: true);

        static SpreadsheetLimits Bound(string maxRows)
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Spreadsheets:MaxRows", maxRows)]).Build();
            using var services = new ServiceCollection().AddSpreadsheets(configuration).BuildServiceProvider();
            return services.GetRequiredService<IOptions<SpreadsheetLimits>>().Value;
        }
    }

    private static void BothRefused(SpreadsheetLimits limits, string code, string message)
    {
        foreach (var file in new[] { Xlsx, Csv })
        {
            var refusal = ReadSheet.Refused(file, limits);
            Assert.Equal(code, refusal.Code);
            Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A part with a valid start, followed by 64 MiB of repeated content.</summary>
    private static byte[] Bomb(string part, XlsxFile file, string repeated)
    {
        var start = Encoding.UTF8.GetString(file.Part(part));
        start = start[..start.LastIndexOf("</", StringComparison.Ordinal)];
        return file.With(part, start + string.Concat(Enumerable.Repeat(repeated, (64 << 20) / repeated.Length))).ToBytes(CompressionLevel.Optimal);
    }
}
