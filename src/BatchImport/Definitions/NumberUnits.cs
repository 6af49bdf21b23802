namespace BatchImport.Definitions;

/// <summary>Handles what surrounds the digits of a number typed as text: its sign, and a unit that a column allows or a percent sign.</summary>
internal static class NumberUnits
{
    /// <summary>The maximum length of a unit in characters.</summary>
    public const int MaxLength = 16;

    /// <summary>True for a text that may be a unit: it contains nothing that could be part of a number.</summary>
    public static bool IsUnit(string text) =>
        text.Length is > 0 and <= MaxLength && !text.Any(static c => char.IsDigit(c) || IsMinus(c) || c is '+' or '%' or '.' or ',' or '\'' or '(' or ')');

    /// <summary>Removes what surrounds a number: one unit or a percent sign, one sign in a form of the notation, and the blanks between.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="notation">The notation.</param>
    /// <param name="buffer">Receives the number when its minus sign was not directly in front of the digits.</param>
    /// <param name="isPercent">True when there was a percent sign: the number counts hundredths.</param>
    /// <returns>The rest, with a minus or plus sign in front, or the whole text if there is nothing to remove; it may still not be a number.</returns>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text, Notation notation, Span<char> buffer, out bool isPercent)
    {
        isPercent = false;
        if (text.IsEmpty || (char.IsAsciiDigit(text[^1]) && (char.IsAsciiDigit(text[0]) || (text[0] is '-' or '+' && text.Length > 1 && char.IsAsciiDigit(text[1])))))
        {
            return text;
        }

        char sign = default;
        var hasUnit = false;
        var rest = text;
        while (!rest.IsEmpty && (
            (sign == default && TryTakeSign(ref rest, notation.Negative, out sign)) ||
            (!hasUnit && (hasUnit = TryTakeUnit(ref rest, notation.Units, ref isPercent)))))
        {
        }

        if (sign == default || rest.Length >= buffer.Length)
        {
            return sign == default ? rest : text;
        }

        rest.CopyTo(buffer[1..]);
        buffer[0] = sign;
        return buffer[..(rest.Length + 1)];
    }

    private static bool TryTakeSign(ref ReadOnlySpan<char> text, NegativeForms forms, out char sign)
    {
        sign = default;
        if (IsMinus(text[0]) || text[0] == '+')
        {
            sign = text[0] == '+' ? '+' : '-';
            text = text[1..].TrimStart();
        }
        else if (forms.HasFlag(NegativeForms.Trailing) && IsMinus(text[^1]))
        {
            sign = '-';
            text = text[..^1].TrimEnd();
        }
        else if (forms.HasFlag(NegativeForms.Parentheses) && text is ['(', _, .., ')'])
        {
            sign = '-';
            text = text[1..^1].Trim();
        }

        return sign != default;
    }

    private static bool TryTakeUnit(ref ReadOnlySpan<char> text, IReadOnlyList<string> units, ref bool isPercent)
    {
        if (text[^1] == '%')
        {
            isPercent = true;
            text = text[..^1].TrimEnd();
            return true;
        }

        foreach (var unit in units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                text = text[..^unit.Length].TrimEnd();
                return true;
            }

            if (text.StartsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                text = text[unit.Length..].TrimStart();
                return true;
            }
        }

        return false;
    }

    /// <summary>The hyphen, and the minus signs of Unicode, small and full width.</summary>
    private static bool IsMinus(char c) => c is '-' or '\u2212' or '\uFE63' or '\uFF0D';
}
