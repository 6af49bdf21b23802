namespace BatchImport.Mail;

/// <summary>Formats text from a file for one line of a mail.</summary>
internal static class MailLine
{
    /// <summary>
    /// A text without control characters, line ends of any kind and characters that change the direction of writing, truncated to a length:
    /// a file's name or cell cannot begin a new header, forge a line or reorder its line.
    /// </summary>
    public static string Format(string text, int length)
    {
        var isLong = text.Length > length;
        var end = isLong ? length - 1 : text.Length;
        if (isLong && char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        var line = string.Create(end, text, static (to, from) =>
        {
            for (var index = 0; index < to.Length; index++)
            {
                to[index] = IsHarmless(from[index]) ? from[index] : ' ';
            }
        });
        return isLong ? line + "…" : line;
    }

    private static bool IsHarmless(char unit) =>
        !char.IsControl(unit) && unit is not ('\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f');
}
