using System.Text.RegularExpressions;

namespace BatchImport.Spreadsheets.Text;

/// <summary>Detects text that is not a delimited table: markup, and other formats that spreadsheet programs open.</summary>
internal static partial class TextFormats
{
    private static readonly string[] HtmlTags =
        ["<!doctype html", "<html", "<head", "<body", "<meta", "<style", "<script", "<table", "<tr", "<td", "<div", "<span", "<font", "<p>", "<center", "<br"];

    /// <summary>The kind of a text, with its article; null when it may be a table.</summary>
    /// <param name="head">The text's start; each byte of a text that is not UTF-16 is a character.</param>
    public static string? Name(string head)
    {
        var text = head.AsSpan().TrimStart('\uFEFF');
        text = (text.StartsWith("ï»¿") ? text[3..] : text).TrimStart();
        return
            text.StartsWith(@"{\rtf") ? "a document in rich text format (.rtf)" :
            Sylk.IsMatch(text) ? "a SYLK file (.slk), whatever its name is" :
            DataInterchange.IsMatch(text) ? "a file in data interchange format (.dif), whatever its name is" :
            text.StartsWith("BEGIN:VC", StringComparison.OrdinalIgnoreCase) ? "a contact or calendar file" :
            WebArchive.IsMatch(text) ? "a web archive (MHTML), whatever its name is" :
            Json.IsMatch(text) ? "a JSON document" :
            Markup.IsMatch(text) ? NameMarkup(text) :
            null;
    }

    private static string NameMarkup(ReadOnlySpan<char> text)
    {
        if (text.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.OrdinalIgnoreCase) && text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
        {
            return "an XML spreadsheet of Excel 2003, whatever its name is";
        }

        foreach (var tag in HtmlTags)
        {
            if (text.Contains(tag, StringComparison.OrdinalIgnoreCase))
            {
                return "an HTML page, whatever its name is";
            }
        }

        return "an XML document, whatever its name is";
    }

    /// <summary>A tag, comment, declaration or instruction first, followed by something that ends one: <c>&lt;Name&gt;,&lt;Town&gt;</c> is a header.</summary>
    [GeneratedRegex("^<(?:[!?]|[a-z][^<>]*>.*?(?:</[a-z]|/>))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Markup { get; }

    [GeneratedRegex("""^(?:\{\s*["'}]|\[\s*[\[\]{"0-9-])""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Json { get; }

    /// <summary>Header fields of RFC 2557 first, including the type.</summary>
    [GeneratedRegex(@"^(?:[A-Za-z-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*(?:MIME-Version:|Content-Type:\s*multipart/)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex WebArchive { get; }

    /// <summary>The ID record and one of the records that hold cells and formats: a header <c>ID;Price</c> alone is a table.</summary>
    [GeneratedRegex(@"^ID;P[^\r\n]*[\r\n]+(?:.*[\r\n])?(?:C;[XY][0-9]|P;P|F;[PFWX]|B;[XY][0-9])", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Sylk { get; }

    [GeneratedRegex(@"^TABLE\r?\n0,1\r?\n""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DataInterchange { get; }
}
