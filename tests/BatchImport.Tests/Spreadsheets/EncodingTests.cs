using System.Text;
using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Text;
using BatchImport.Testing;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>Text in the encodings that programs still write.</summary>
public sealed class EncodingTests
{
    private static readonly Dictionary<string, string[]> Words = File.ReadAllLines(Repository.PathOf("tests", "BatchImport.Tests", "Spreadsheets", "Languages.txt"))
        .Select(static line => line.Split('|')).ToDictionary(static parts => parts[0], static parts => parts[1].Split(' '));

    static EncodingTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("de")]
    [InlineData("fr")]
    [InlineData("es")]
    [InlineData("pt")]
    [InlineData("it")]
    [InlineData("nl")]
    [InlineData("sv")]
    [InlineData("da")]
    [InlineData("fi")]
    public void Windows_1252_is_read(string language)
    {
        var text = Table(language, "windows-1252", 25, new Random(1));

        Assert.Equal(text, Read(text, "windows-1252"));
    }

    /// <summary>The undetected mistake is to read other text than was written. An error is not a mistake.</summary>
    [Theory]
    [InlineData("windows-1250", "cs sk pl hu sl hr")]
    [InlineData("iso-8859-2", "cs pl hu")]
    [InlineData("windows-1251", "ru")]
    [InlineData("koi8-r", "ru")]
    [InlineData("ibm866", "ru")]
    [InlineData("iso-8859-5", "ru")]
    [InlineData("windows-1253", "el")]
    [InlineData("windows-1254", "tr")]
    [InlineData("windows-1257", "lt lv et")]
    [InlineData("windows-1255", "he")]
    [InlineData("windows-1256", "ar")]
    [InlineData("windows-874", "th")]
    [InlineData("shift_jis", "ja")]
    [InlineData("euc-jp", "ja")]
    [InlineData("gb18030", "zh")]
    [InlineData("big5", "zt")]
    [InlineData("ks_c_5601-1987", "ko")]
    [InlineData("macintosh", "de fr es sv")]
    [InlineData("ibm437", "de")]
    [InlineData("ibm850", "de fr es pt da")]
    [InlineData("ibm852", "cs pl hu")]
    public void Text_in_another_encoding_is_read_right_or_refused(string encoding, string languages)
    {
        foreach (var language in languages.Split(' '))
        {
            for (var seed = 0; seed < 4; seed++)
            {
                var text = Table(language, encoding, 6 + (seed * 8), new Random(seed));
                try
                {
                    Assert.Equal(text, Read(text, encoding));
                }
                catch (SpreadsheetException ex)
                {
                    Assert.Equal("unknown-encoding", ex.Code);
                }

                // The same file with its encoding given.
                Assert.Equal(text, Read(text, encoding, TextEncoding.Find(encoding)));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF_16_without_a_mark_is_read(bool isBigEndian)
    {
        var encoding = new UnicodeEncoding(isBigEndian, byteOrderMark: false);
        foreach (var text in new[] { "Name\tTown\r\nMia\tUlm\r\n", "Имя;Город\r\nИван;Москва\r\n", "名前,都市\n山田,東京\n" })
        {
            Assert.Equal(2, ReadSheet.Read(encoding.GetBytes(text)).Header.Count);
        }
    }

    [Fact]
    public void A_given_encoding_is_for_text_that_is_not_Unicode()
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UTF8Encoding(false), new UnicodeEncoding(false, true) })
        {
            var sheet = ReadSheet.Read([.. encoding.GetPreamble(), .. encoding.GetBytes("Größe\nØ\n")], where: new() { Encoding = TextEncoding.Find("windows-1250") });

            Assert.Equal(["Größe"], sheet.Header);
        }
    }

    [Theory]
    [InlineData("Windows-1252", "windows-1252")]
    [InlineData(" latin1 ", "windows-1252")]
    [InlineData("cp437", "ibm437")]
    [InlineData("1250", "windows-1250")]
    [InlineData("UTF-16", "utf-16le")]
    [InlineData("Shift-JIS", "shift_jis")]
    [InlineData("gb2312", "gb18030")]
    [InlineData("utf-7", null)]
    [InlineData("klingon", null)]
    [InlineData("", null)]
    public void An_encoding_is_found_by_its_name_or_a_usual_alias(string given, string? name) => Assert.Equal(name, TextEncoding.Find(given)?.Name);

    [Fact]
    public void Every_encoding_can_be_given() => Assert.All(TextEncoding.Names, name => Assert.NotNull(TextEncoding.Find(name)!.Decoder()));

    [Fact]
    public void A_byte_that_the_encoding_does_not_define_makes_its_row_an_error()
    {
        var rows = ReadSheet.Read([.. "A,B\n1,x\n2,"u8, 0x81, .. "\n3,y\n"u8], where: new() { Encoding = TextEncoding.Find("windows-1252") }).Rows;

        Assert.Equal([null, "The value \"\uFFFD\" in column B holds the byte 0x81, which is not valid in the file's encoding (WINDOWS-1252). Type the value again, and save the file as UTF-8.", null], rows.Select(row => row.Problem));
    }

    [Fact]
    public void A_header_with_a_broken_byte_is_refused()
    {
        var refusal = ReadSheet.Refused([.. "Größe,Näme,Ort"u8, 0xFC, .. "\n1,2,3\n"u8]);

        Assert.Equal("broken-header", refusal.Code);
        Assert.Contains("column C holds the byte 0xFC", refusal.Message, StringComparison.Ordinal);
    }

    private static string Table(string language, string encoding, int rows, Random random)
    {
        var target = Encoding.GetEncoding(encoding, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        var text = new StringBuilder("Id;Name\n");
        for (var i = 0; i < rows;)
        {
            var word = Words[language][random.Next(Words[language].Length)];
            try
            {
                target.GetBytes(word);
                text.Append(i++).Append(';').Append(word).Append('\n');
            }
            catch (EncoderFallbackException)
            {
                // Not every letter of the language is in every encoding.
                i += random.Next(2);
            }
        }

        return text.ToString();
    }

    private static string Read(string text, string encoding, TextEncoding? given = null)
    {
        var sheet = ReadSheet.Read(Encoding.GetEncoding(encoding).GetBytes(text), where: new() { Encoding = given });
        return string.Concat(sheet.Rows.Select(row => row.Cells[0].Text + ";" + row.Cells[1].Text + "\n").Prepend(string.Join(';', sheet.Header) + "\n"));
    }
}
