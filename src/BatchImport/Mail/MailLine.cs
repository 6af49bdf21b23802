namespace BatchImport.Mail;

/// <summary>Text from a file on one line of a mail.</summary>
internal static class MailLine
{
    /// <summary>
    /// A text without control characters, line ends of any kind and characters that turn the direction of writing, cut to a length:
    /// nothing in a file's name or cell can begin a new header, forge a line or reorder the one it stands on.
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
