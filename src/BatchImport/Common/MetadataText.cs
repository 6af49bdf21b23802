using System.Text;
using System.Text.RegularExpressions;

namespace BatchImport.Common;

/// <summary>Text as blob metadata, which is ASCII: other characters are percent-encoded as UTF-8 (RFC 3986, 2.1), ASCII characters are as they are.</summary>
public static partial class MetadataText
{
    /// <summary>A text as metadata.</summary>
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Ascii.IsValid(text) ? text : Beyond().Replace(text, static match => Uri.EscapeDataString(match.Value));
    }

    /// <summary>The text of metadata. Percent signs that do not begin the encoding of a character beyond ASCII are kept.</summary>
    public static string Decode(string metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.Contains('%', StringComparison.Ordinal) ? Encoded().Replace(metadata, static match => Uri.UnescapeDataString(match.Value)) : metadata;
    }

    [GeneratedRegex(@"[^\x00-\x7F]+", RegexOptions.NonBacktracking)]
    private static partial Regex Beyond();

    [GeneratedRegex("(%[89A-Fa-f][0-9A-Fa-f])+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Encoded();
}
