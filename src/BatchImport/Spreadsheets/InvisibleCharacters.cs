using System.Buffers;
using System.Globalization;
using System.Text;

namespace BatchImport.Spreadsheets;

/// <summary>
/// Characters that are not shown, and that text pasted from web pages, mails and other programs contains: zero-width blanks and joiners, soft
/// hyphens, direction marks, byte order marks. Comparisons of texts ignore them.
/// </summary>
internal static class InvisibleCharacters
{
    private static readonly SearchValues<char> Invisible = SearchValues.Create(
        "\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\uFEFF");

    private static readonly SearchValues<char> ShownAsCodes = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Append(0x7F).Where(static c => c is not ('\t' or '\n' or '\r')).Select(static c => (char)c),
            .. "\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\uFEFF"]);

    /// <summary>True when a text contains any.</summary>
    public static bool AreIn(ReadOnlySpan<char> text) => text.ContainsAny(Invisible);

    /// <summary>True for a text that contains only blanks and invisible characters.</summary>
    public static bool AreAllOf(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !Invisible.Contains(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text without them.</summary>
    public static string Remove(string text)
    {
        if (!AreIn(text))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!Invisible.Contains(c))
            {
                visible.Append(c);
            }
        }

        return visible.ToString();
    }

    /// <summary>The text without blanks and invisible characters at its ends.</summary>
    public static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && (char.IsWhiteSpace(text[start]) || Invisible.Contains(text[start])))
        {
            start++;
        }

        while (end > start && (char.IsWhiteSpace(text[end - 1]) || Invisible.Contains(text[end - 1])))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>
    /// The text with a code such as <c>&lt;U+200B&gt;</c> in place of each of them, of each control character, and of letters that look like those of the
    /// word's script.
    /// </summary>
    public static string Show(string text)
    {
        if (!text.AsSpan().ContainsAny(ShownAsCodes) && !HasLookAlike(text))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (ShownAsCodes.Contains(text[i]) || IsLookAlike(text, i))
            {
                shown.Append(CultureInfo.InvariantCulture, $"<U+{(int)text[i]:X4}>");
            }
            else
            {
                shown.Append(text[i]);
            }
        }

        return shown.ToString();
    }

    private static bool HasLookAlike(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsLookAlike(text, i))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A Greek or Cyrillic letter next to an ASCII one.</summary>
    private static bool IsLookAlike(string text, int at) =>
        text[at] is >= '\u0370' and < '\u0530' && ((at > 0 && char.IsAsciiLetter(text[at - 1])) || (at + 1 < text.Length && char.IsAsciiLetter(text[at + 1])));
}
