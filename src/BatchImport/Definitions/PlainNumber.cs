using System.Globalization;

namespace BatchImport.Definitions;

/// <summary>Numbers as text in invariant notation: a sign, digits, a decimal point. No separators of thousands, no exponent.</summary>
internal static class PlainNumber
{
    /// <summary>Reads a number; false for anything else, and beyond the 28 digits of a <see cref="decimal"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
