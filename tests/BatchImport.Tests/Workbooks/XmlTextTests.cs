using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BatchImport.Testing;
using BatchImport.Workbooks;

namespace BatchImport.Tests.Workbooks;

public sealed partial class XmlTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a<b>&c", "a&lt;b&gt;&amp;c")]
    [InlineData("tab\tline\nend", "tab\tline\nend")]
    [InlineData("a\r\nb", "a_x000D_\nb")]
    [InlineData("\0\u001f\uffff", "_x0000__x001F__xFFFF_")]
    [InlineData("snake_case_x_", "snake_case_x_")]
    [InlineData("_x0041_", "_x005F_x0041_")]
    [InlineData("_x0041\r", "_x005F_x0041_x000D_")]
    [InlineData("_x0041b_x0041", "_x0041b_x0041")]
    [InlineData("Größe 😀", "Größe 😀")]
    public void Text_becomes_the_value_of_a_cell(string text, string xml) => Assert.Equal(xml, Write(text));

    [Fact]
    public void Halves_of_surrogate_pairs_are_escaped()
    {
        Assert.Equal("a_xD83D_b", Write("a\ud83db"));
        Assert.Equal("_xDE00_", Write("\ude00"));
        Assert.Equal("_xD83D_", Write("\ud83d"));
    }

    [Fact]
    public void Any_text_is_legal_xml_and_comes_back_when_its_escapes_are_undone() =>
        Fuzz.Run(firstSeed: 1, cases: 5_000, random =>
        {
            // Half arbitrary, half characters that the rules are about.
            const string Edgy = "_x0041_\r<&>\ud83d\ude00\uffff";
            var text = string.Create(random.Next(60), random, static (units, from) =>
            {
                foreach (ref var unit in units)
                {
                    unit = from.Next(2) == 0 ? (char)from.Next(char.MaxValue + 1) : Edgy[from.Next(Edgy.Length)];
                }
            });

            var read = XElement.Parse($"<t xml:space=\"preserve\">{Write(text)}</t>", LoadOptions.PreserveWhitespace).Value;
            Assert.Equal(text, Escape().Replace(read, match => ((char)Convert.ToInt32(match.Groups["code"].Value, 16)).ToString()));
        });

    [Fact]
    public void Long_text_is_cut_between_characters()
    {
        Assert.Equal(XmlText.MaxLength, XmlText.Cut(new string('x', XmlText.MaxLength)).Length);
        Assert.Equal(new string('x', XmlText.MaxLength - 1) + "…", XmlText.Cut(new string('x', XmlText.MaxLength + 1)));
        Assert.Equal(new string('x', XmlText.MaxLength - 2) + "…", XmlText.Cut(new string('x', XmlText.MaxLength - 2) + "😀😀"));
    }

    [Fact]
    public void Cleaned_text_holds_nothing_that_xml_cannot() =>
        Assert.Equal("a\ufffdb\t\n😀\ufffd\ufffd\ufffd", XmlText.Clean("a\0b\t\n😀\ud83d\uffff\ude00"));

    private static string Write(string text)
    {
        var buffer = new byte[XmlText.MaxBytesPerChar * text.Length];
        return Encoding.UTF8.GetString(buffer, 0, XmlText.Write(buffer, text));
    }

    [GeneratedRegex("_x(?<code>[0-9A-F]{4})_", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Escape();
}
