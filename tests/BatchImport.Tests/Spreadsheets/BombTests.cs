using System.IO.Compression;
using System.Text;
using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>
/// Small files with a large uncompressed size. Each is rejected with its specific error, and the work until then is bounded: the total allocation
/// indicates both the bytes that were read and the memory that was used.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class BombTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public void An_archive_of_archives_is_refused_unopened()
    {
        var inner = Zip(("0.zip", Encoding.ASCII.GetBytes(new string('0', Megabyte)), 64));
        var bomb = Zip(("1.zip", inner, 1), ("2.zip", inner, 1), ("lib 3.zip", inner, 1));

        Assert.Equal("The file is not a spreadsheet: it is a ZIP archive. Save the data as an Excel workbook (.xlsx) or as CSV and drop that.", Refused(bomb, Megabyte).Message);
    }

    [Fact]
    public void A_workbook_in_a_workbook_is_not_opened() =>
        Assert.Equal("A", Assert.Single(Bounded(4 * Megabyte, () => ReadSheet.Read(XlsxFile.WithRows(XlsxFile.TextRow(1, "A")).With("xl/embeddings/book.xlsx", Zip(("x", new byte[Megabyte], 32))).ToBytes()).Header)));

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml", "<row/>")]
    [InlineData("xl/worksheets/sheet1.xml", "<row><c t=\"inlineStr\"><is><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></is></c></row>")]
    [InlineData("xl/sharedStrings.xml", "<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>")]
    [InlineData("xl/styles.xml", "<xf numFmtId=\"14\"/>")]
    public void A_part_of_128_megabytes_in_a_small_file_is_read_up_to_the_limit(string part, string repeated)
    {
        var bomb = Bomb(part, repeated);
        Assert.InRange(bomb.Length, 0, 8 * Megabyte);

        Assert.Equal("too-large-uncompressed", Refused(bomb, 150 * Megabyte, new() { MaxUncompressedBytes = 32 * Megabyte }).Code);
    }

    [Fact]
    public void A_row_of_a_million_columns_is_refused_by_its_number_of_cells() =>
        Assert.Contains("columns", Refused(XlsxFile.WithRows($"<row r=\"1\">{string.Concat(Enumerable.Repeat("<c><v>1</v></c>", Megabyte))}</row>").ToBytes(), 40 * Megabyte).Message, StringComparison.Ordinal);

    [Fact]
    public void Texts_without_end_are_refused_when_the_limit_is_reached_and_kept_on_disk_until_then()
    {
        var random = new Random(3);
        var texts = new StringBuilder();
        for (var i = 0; i < 200_000; i++)
        {
            texts.Append("<si><t>").Append(random.NextInt64()).Append(random.NextInt64()).Append("</t></si>");
        }

        var file = XlsxFile.WithRows(XlsxFile.TextRow(1, "A"), texts.ToString()).ToBytes();

        Assert.Equal("too-large-uncompressed", Refused(file, 40 * Megabyte, new() { MaxUncompressedBytes = 8 * Megabyte }).Code);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("a,")]
    [InlineData("a")]
    public void A_record_without_end_is_refused(string repeated)
    {
        var text = Encoding.ASCII.GetBytes("A,B\n\"" + string.Concat(Enumerable.Repeat(repeated == "\"" ? "a\n" : repeated, 8 * Megabyte)));

        Assert.Equal("row-too-long", Refused(text, 24 * Megabyte).Code);
    }

    private static SpreadsheetException Refused(byte[] file, long maxAllocated, SpreadsheetLimits? limits = null) =>
        Bounded(maxAllocated, () => ReadSheet.Refused(file, limits));

    private static T Bounded<T>(long maxAllocated, Func<T> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = read();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, maxAllocated);
        return result;
    }

    private static byte[] Bomb(string part, string repeated)
    {
        var file = XlsxFile.WithRows(XlsxFile.TextRow(1, "A"), "<si/>", "<cellXfs/>");
        var start = Encoding.UTF8.GetString(file.Part(part));
        start = start[..start.LastIndexOf("</", StringComparison.Ordinal)];
        using var bytes = new MemoryStream();
        bytes.Write(file.Without(part).ToBytes());
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            // The unchanged archive, and one additional part that is written in pieces.
            using var entry = archive.CreateEntry(part, CompressionLevel.Optimal).Open();
            entry.Write(Encoding.UTF8.GetBytes(start));
            var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, Megabyte / repeated.Length)));
            for (var i = 0; i < 128; i++)
            {
                entry.Write(piece);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Piece, int Times)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, piece, times) in parts)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                for (var i = 0; i < times; i++)
                {
                    entry.Write(piece);
                }
            }
        }

        return bytes.ToArray();
    }
}
