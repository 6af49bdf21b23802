namespace BatchImport.Definitions;

/// <summary>What stands beside a number that is typed as text: a unit that a column allows, or a percent sign.</summary>
internal static class NumberUnits
{
    /// <summary>The most characters of a unit.</summary>
    public const int MaxLength = 16;

    /// <summary>True for what may be a unit: nothing that could be a part of a number.</summary>
    public static bool IsUnit(string text) =>
        text.Length is > 0 and <= MaxLength && !text.Any(static c => char.IsDigit(c) || c is '-' or '+' or '%' or '.' or ',' or '\'');

    /// <summary>Takes away what stands beside a number: one unit, or a percent sign, and the blanks between.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="units">The units there may be.</param>
    /// <param name="buffer">Where the number goes when a unit stood between its sign and its digits.</param>
    /// <param name="isPercent">True when it was a percent sign: the number counts hundredths.</param>
    /// <returns>The rest, or all of it where there is nothing to take away; it may still be no number.</returns>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text, IReadOnlyList<string> units, Span<char> buffer, out bool isPercent)
    {
        isPercent = false;
        if (text.IsEmpty || (char.IsAsciiDigit(text[^1]) && char.IsAsciiDigit(text[0])))
        {
            return text;
        }

        if (text[^1] == '%')
        {
            isPercent = true;
            return text[..^1].TrimEnd();
        }

        foreach (var unit in units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                return text[..^unit.Length].TrimEnd();
            }

            // -€5 as well as €-5 and € 5.
            var sign = text[0] is '-' or '+' ? 1 : 0;
            if (text[sign..].StartsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                var rest = text[(sign + unit.Length)..].TrimStart();
                if (sign == 0 || rest.Length >= buffer.Length)
                {
                    return rest;
                }

                buffer[0] = text[0];
                rest.CopyTo(buffer[1..]);
                return buffer[..(rest.Length + 1)];
            }
        }

        return text;
    }
}
