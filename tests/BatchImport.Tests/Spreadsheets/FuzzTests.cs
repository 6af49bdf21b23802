using System.Globalization;
using System.Text;
using BatchImport.Spreadsheets;
using BatchImport.Testing;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>
/// For any bytes: a result or a <see cref="SpreadsheetException"/>, and nothing else, within bounded memory. Each case is its seed. For a
/// long run, FUZZ_CASES in the environment is the number of cases, and FUZZ_SEED the first seed.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class FuzzTests
{
    /// <summary>The maximum number of bytes the reader may allocate for one small file: several times what its limits below let it hold.</summary>
    private const long MaxAllocated = 96 << 20;

    private static readonly int Cases = FromEnvironment("FUZZ_CASES", 1_500);

    private static readonly int FirstSeed = FromEnvironment("FUZZ_SEED", 0);

    /// <summary>Low enough that a mutation that inflates a part ends soon.</summary>
    private static readonly SpreadsheetLimits Limits = new() { MaxUncompressedBytes = 8 << 20, MaxRows = 10_000 };

    private static readonly TableLocation[] Where =
    [
        TableLocation.Anywhere,
        new() { HeaderRow = 2 },
        new() { SheetName = "Customers" },
        new() { IsHeader = static header => header.Count > 3 },
    ];

    private static readonly string[] Fragments =
        ["<c>", "</c>", "<v>", "</row>", "<row r=\"", "t=\"s\"", "r=\"ZZZ9\"", "r=\"\"", "-1", "99999999999999999999", "&#x0;", "&amp", "<!--", "]]>", "<![CDATA[", "\"", "'", "\0", "_xFFFF_", "<!DOCTYPE x>", "xmlns=\"\"", "\uFFFE", "1e999", "d", "\n", ";", ",", "\t", "\r", "\f", "\x1A", "=\"", "sep=|\n", "\uFDD0", "\u200B", "\uD83D"];

    [Fact]
    public void A_mutated_workbook() => Fuzz(File.ReadAllBytes(Repository.PathOf("samples", "customers.xlsx")), static content => content);

    [Fact]
    public void A_mutated_text() => Fuzz(File.ReadAllBytes(Repository.PathOf("samples", "customers.csv")), static content => content);

    [Fact]
    public void A_mutated_text_in_another_encoding() =>
        Fuzz(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("Größe;Preis, €;Straße\r\nL;3,50;\"Köln\nSüd\"\r\n" + string.Concat(Enumerable.Repeat("Ä;-2,00;Düren\r\n", 20)) + "\x1A"), static content => content);

    [Fact]
    public void A_mutated_UTF_16_text_without_a_mark() => Fuzz(Encoding.Unicode.GetBytes("Name\tTown\r\n" + string.Concat(Enumerable.Repeat("Mia\tUlm 😀\r\n", 20))), static content => content);

    [Fact]
    public void A_mutated_compressed_text() => Fuzz(Compressed("Name,Town\r\n" + string.Concat(Enumerable.Repeat("Mia,Ulm\r\n", 50))), static content => content);

    [Fact]
    public void A_mutated_compound_file() => Fuzz(OleFile.With("Workbook", [1, 2, 3]), static content => content);

    [Fact]
    public void A_mutated_old_workbook() => Fuzz(OldWorkbook().ToBytes(), static content => content);

    [Fact]
    public void An_old_workbook_with_a_mutated_stream() => Fuzz(OldWorkbook().ToStream(), static content => OleFile.With("Workbook", [.. content, .. new byte[4_096]]));

    [Theory]
    [InlineData("xl/worksheets/sheet1.bin")]
    [InlineData("xl/sharedStrings.bin")]
    [InlineData("xl/styles.bin")]
    [InlineData("xl/workbook.bin")]
    [InlineData("xl/tables/table1.bin")]
    public void A_binary_workbook_with_a_mutated_part(string part)
    {
        var file = BinaryWorkbook();
        var original = file.Part(part);
        Fuzz(original, content => file.With(part, content).ToBytes());
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml")]
    [InlineData("xl/sharedStrings.xml")]
    [InlineData("xl/styles.xml")]
    [InlineData("xl/workbook.xml")]
    [InlineData("xl/_rels/workbook.xml.rels")]
    [InlineData("_rels/.rels")]
    public void A_workbook_with_a_mutated_part(string part) => Fuzz(Workbook().Part(part), content => Workbook().With(part, content).ToBytes());

    private static byte[] Compressed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static int FromEnvironment(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;

    private static void Fuzz(byte[] original, Func<byte[], byte[]> wrap)
    {
        var results = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            var content = wrap(Mutate(original, new Random(seed)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadSheet.Read(content, Limits, Where[seed % Where.Length]);
                results++;
            }
            catch (SpreadsheetException ex)
            {
                Assert.NotEmpty(ex.Message);
            }
            catch (Exception ex)
            {
                Assert.Fail($"Seed {seed}: {ex}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MaxAllocated, $"Seed {seed}: {allocated} bytes were allocated.");
        }

        // If nothing was ever rejected, the mutations would be too weak to test anything.
        Assert.InRange(results, 0, Cases - 1);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var content = new List<byte>(original);
        for (var mutations = random.Next(1, 6); mutations > 0 && content.Count > 0; mutations--)
        {
            var at = random.Next(content.Count);
            var length = Math.Min(random.Next(1, 64), content.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    content[at] = (byte)random.Next(256);
                    break;
                case 1:
                    content[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    content.RemoveRange(at, length);
                    break;
                case 3:
                    content.InsertRange(random.Next(content.Count), content.GetRange(at, length));
                    break;
                case 4:
                    content.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
                default:
                    content.RemoveRange(at, random.Next(10) == 0 ? content.Count - at : length / 8);
                    break;
            }
        }

        return [.. content];
    }

    private static XlsFile OldWorkbook()
    {
        var file = XlsFile.Excel97().Formats("yyyy\\-mm;[Red]@", "00000").Sheet("Customers").Cell(0, 0, "Name").Cell(0, 1, "When").Cell(0, 2, "Zip").Cell(0, 3, "Paid");
        for (ushort row = 1; row < 40; row++)
        {
            file.Cell(row, 0, row % 7 == 0 ? "漢字" : "Ada").Cell(row, 1, 45351.25, 1).Cell(row, 2, row, 2).Cell(row, 3, true);
        }

        return file.Record(0x06, [.. XlsFile.U16(40, 0, 0), 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, .. new byte[8]]).Record(0x207, [.. XlsFile.U16(1), 0, (byte)'x'])
            .Record(0xBD, [.. XlsFile.U16(41, 0, 0), 2, 0, 0, 0, 0, 0, 7, 0, 0, 0, .. XlsFile.U16(1)]).Sheet("Other").Cell(0, 0, "A");
    }

    private static XlsxFile BinaryWorkbook()
    {
        var file = new XlsbFile().Formats("yyyy\\-mm;[Red]@", "00000").Row(1).Cell(0, "Name").Cell(1, "When").Cell(2, "Zip").Cell(3, "Paid");
        for (var row = 2; row < 40; row++)
        {
            file.Row(row).Cell(0, row % 7 == 0 ? "漢字" : "Ada").Cell(1, 45351.25, 1).Cell(2, row, 2).Cell(4, 3, [1]);
        }

        file.Row(41).Cell(6, 0, XlsbFile.Text("inline")).Cell(8, 1, XlsbFile.Text("formula")).Cell(2, 2, [7, 0, 0, 0]);
        file.Archive.With("xl/worksheets/_rels/sheet1.bin.rels", XlsxFile.Relationships(("rId1", XlsxFile.Office + "/table", "../tables/table1.bin")))
            .With("xl/tables/table1.bin", XlsbFile.Record(660, [0, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, .. new byte[8], 1, 0, 0, 0, 1, 0, 0, 0]));
        file.ToBytes();
        return file.Archive;
    }

    private static XlsxFile Workbook() => XlsxFile.WithRows(
        """
        <row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>When</t></is></c></row>
        <row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>12.5</v></c><c r="C2" s="1"><v>45351.25</v></c></row>
        <row r="4"><c r="A4" t="str"><f>A2</f><v>Ada</v></c><c r="B4" t="b"><v>1</v></c><c r="C4" t="d"><v>2024-02-29</v></c></row>
        <row><c t="e"><v>#N/A</v></c><c><v>12345678901234567890</v></c></row>
        """,
        sharedStrings: "<si><t>Name</t></si><si><r><t>Am</t></r><r><t>ount</t></r></si><si><t xml:space=\"preserve\"> A_x000D_ </t><rPh><t>x</t></rPh></si>",
        styles: "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm;[Red]@\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs>",
        workbookProperties: "<workbookPr date1904=\"0\"/>");
}
