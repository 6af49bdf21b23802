namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>How a number format shows a number, as far as it matters here.</summary>
internal enum NumberFormatKind : byte
{
    /// <summary>As a number, a currency, a percentage.</summary>
    Number = 0,

    /// <summary>As a date, with or without a time.</summary>
    Date,

    /// <summary>As a time of day.</summary>
    Time,

    /// <summary>As a duration: <c>[h]:mm</c>.</summary>
    Duration,
}

/// <summary>Tells dates and times from numbers by their format (ECMA-376 Part 1, 18.8.30 and 18.8.31).</summary>
internal static class NumberFormat
{
    /// <summary>The kind of a format that has a fixed number and no code in the file.</summary>
    public static NumberFormatKind OfBuiltIn(int id) => id switch
    {
        18 or 19 or 20 or 21 or 32 or 33 or 45 or 47 or 75 or 76 or 78 or 80 => NumberFormatKind.Time,
        46 or 79 => NumberFormatKind.Duration,
        >= 14 and <= 17 or 22 or >= 27 and <= 36 or >= 50 and <= 58 or >= 71 and <= 74 or 77 or 81 => NumberFormatKind.Date,
        _ => NumberFormatKind.Number,
    };

    /// <summary>The kind of a format code: what its first section (the one for positive numbers) holds outside of quotes.</summary>
    public static NumberFormatKind OfCode(ReadOnlySpan<char> code)
    {
        if (code.StartsWith("General", StringComparison.OrdinalIgnoreCase))
        {
            return NumberFormatKind.Number;
        }

        bool date = false, time = false, month = false;
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = EndOf(code, i, '"');
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '[':
                    var end = EndOf(code, i, ']');
                    if (IsElapsed(code[(i + 1)..end]))
                    {
                        return NumberFormatKind.Duration;
                    }

                    i = end;
                    break;
                case 'E' or 'e' when i + 1 < code.Length && code[i + 1] is '+' or '-':
                    return NumberFormatKind.Number;
                case 'y' or 'Y' or 'd' or 'D' or 'e' or 'b' or 'B' or 'g' or 'G':
                    date = true;
                    break;
                case 'h' or 'H' or 's' or 'S':
                    time = true;
                    break;
                case 'm' or 'M':
                    month = true;
                    break;
                case 'A' or 'a' when code[i..].StartsWith("AM/PM", StringComparison.OrdinalIgnoreCase):
                    time = true;
                    i += 4;
                    break;
            }
        }

        // An m is minutes beside hours or seconds, and a month else.
        return date || (month && !time) ? NumberFormatKind.Date : time ? NumberFormatKind.Time : NumberFormatKind.Number;
    }

    private static int EndOf(ReadOnlySpan<char> code, int start, char close)
    {
        var length = code[(start + 1)..].IndexOf(close);
        return length < 0 ? code.Length : start + 1 + length;
    }

    private static bool IsElapsed(ReadOnlySpan<char> bracket) =>
        !bracket.IsEmpty && (bracket[0] | 0x20) is 'h' or 'm' or 's' && bracket.IndexOfAnyExcept(bracket[0], (char)(bracket[0] ^ 0x20)) < 0;
}
