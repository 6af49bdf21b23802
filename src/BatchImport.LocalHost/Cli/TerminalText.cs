using System.Globalization;
using System.Text;

namespace BatchImport.LocalHost.Cli;

/// <summary>
/// Text from a file or a user, in a form that is safe on a terminal: characters that control the terminal, begin a line or change the direction
/// of writing are written as escapes such as <c>\u001b</c>. The result is not markup: write it with Spectre's <c>Text</c>.
/// </summary>
internal static class TerminalText
{
    /// <summary>The text on one line, escaped.</summary>
    public static string Escape(string text)
    {
        if (text.All(IsHarmless))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var unit in text)
        {
            _ = IsHarmless(unit) ? shown.Append(unit) : shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }

        return shown.ToString();
    }

    // C0, DEL and C1 (ECMA-48), line and paragraph separator, and the controls of the bidirectional algorithm (UAX 9).
    private static bool IsHarmless(char unit) =>
        !char.IsControl(unit) && unit is not ('\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
}
