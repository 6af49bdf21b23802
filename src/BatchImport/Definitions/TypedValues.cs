using System.Globalization;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>Reads cells as what a column's type says they are: typed cells as they are, texts by one notation.</summary>
internal static class TypedValues
{
    /// <summary>Significant digits a number cell keeps.</summary>
    private const int MaxDigits = 15;

    /// <summary>A number cell, or a text in invariant notation: <c>-12.50</c>, <c>1e6</c>.</summary>
    public static bool TryNumber(in Cell cell, out NumberValue number)
    {
        number = default;
        switch (cell.Kind)
        {
            case CellKind.Number:
                number = new(cell.Number, Math.Abs(cell.Number) < 1e27 ? (decimal)cell.Number : null);
                return true;
            case CellKind.Text:
                var text = cell.Text.AsSpan().Trim();
                if (PlainNumber.TryParse(text, out var exact))
                {
                    number = new((double)exact, exact);
                    return true;
                }

                if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var approximate) &&
                    double.IsFinite(approximate))
                {
                    number = new(approximate, Math.Abs(approximate) < 1e27 ? (decimal)approximate : null);
                    return true;
                }

                return false;
            default:
                return false;
        }
    }

    /// <summary>A date cell, or a text in ISO 8601.</summary>
    public static bool TryDate(in Cell cell, out DateTime date)
    {
        if (cell.Kind == CellKind.Date && SerialDate.ToDateTime(cell.Number) is { } serial)
        {
            date = serial;
            return true;
        }

        date = default;
        return cell.Kind == CellKind.Text && IsoDate.TryParse(cell.Text.AsSpan().Trim(), out date);
    }

    /// <summary>A boolean cell, or yes, no, true, false, 1 or 0.</summary>
    public static bool TryBoolean(in Cell cell, out bool value)
    {
        value = cell.Number != 0;
        switch (cell.Kind)
        {
            case CellKind.Boolean:
                return true;
            case CellKind.Number:
                return cell.Number is 0 or 1;
            case CellKind.Text:
                var text = cell.Text.AsSpan().Trim();
                value = Is(text, "yes") || Is(text, "true") || Is(text, "1");
                return value || Is(text, "no") || Is(text, "false") || Is(text, "0");
            default:
                return false;
        }
    }

    /// <summary>
    /// The cell as its type has it: a text that is a number, a date or a boolean becomes one, unless something of it would be lost:
    /// leading zeros, a plus sign, digits beyond the 15th, the offset of a time. What does not fit the type stays as it is.
    /// </summary>
    public static Cell Convert(ColumnType type, in Cell cell)
    {
        switch (type)
        {
            case ColumnType.Integer or ColumnType.Decimal when cell.Kind == CellKind.Text && KeepsAllAsNumber(cell.Text.AsSpan().Trim()) && TryNumber(cell, out var number):
                return Cell.OfNumber(number.Approximate);
            case ColumnType.Date when cell.Kind == CellKind.Text &&
                IsoDate.TryParse(cell.Text.AsSpan().Trim(), out var date, out var hasOffset) && !hasOffset && SerialDate.FromDateTime(date) is { } serial:
                return Cell.OfDate(serial);
            case ColumnType.Boolean when TryBoolean(cell, out var value):
                return Cell.OfBoolean(value);
            default:
                return cell;
        }
    }

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static bool KeepsAllAsNumber(ReadOnlySpan<char> text)
    {
        var unsigned = text.TrimStart('-');
        if (unsigned.IsEmpty || unsigned[0] == '+' || (unsigned.Length > 1 && unsigned[0] == '0' && char.IsAsciiDigit(unsigned[1])))
        {
            return false;
        }

        var digits = 0;
        foreach (var c in unsigned)
        {
            // Zeros in front of the first other digit are no significant ones.
            digits += char.IsAsciiDigit(c) && (digits > 0 || c != '0') ? 1 : 0;
        }

        return digits <= MaxDigits;
    }
}
