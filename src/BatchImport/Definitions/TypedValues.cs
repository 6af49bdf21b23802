using System.Globalization;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>Reads cells as values of a column's type: typed cells directly, texts by the column's notation.</summary>
internal static class TypedValues
{
    /// <summary>Significant digits a number cell keeps.</summary>
    private const int MaxDigits = 15;

    /// <summary>The maximum length of a number typed as text in a notation other than the invariant one.</summary>
    private const int MaxNumberLength = 128;

    /// <summary>A number cell, or a text in the notation: <c>-12.50</c>, <c>1e6</c>, <c>12.5 %</c>, which is 0.125.</summary>
    public static bool TryNumber(in Cell cell, Notation notation, out NumberValue number)
    {
        number = default;
        switch (cell.Kind)
        {
            case CellKind.Number or CellKind.Identifier:
                number = new(cell.Number, Math.Abs(cell.Number) < 1e27 ? (decimal)cell.Number : null);
                return true;
            case CellKind.Text:
                Span<char> buffer = stackalloc char[MaxNumberLength];
                return TryPlain(cell.Text, notation, buffer, out var plain, out var isPercent) && TryNumber(plain, isPercent, out number);
            default:
                return false;
        }
    }

    /// <summary>A date cell, or a text in the notation or ISO 8601.</summary>
    public static bool TryDate(in Cell cell, Notation notation, out DateTime date)
    {
        if (cell.Kind == CellKind.Date && SerialDate.ToDateTime(cell.Number) is { } serial)
        {
            date = serial;
            return true;
        }

        date = default;
        return cell.Kind == CellKind.Text && notation.TryDate(cell.Text.AsSpan().Trim(), out date, out _);
    }

    /// <summary>A boolean cell, 1 or 0, or one of the notation's words.</summary>
    public static bool TryBoolean(in Cell cell, Notation notation, out bool value)
    {
        value = cell.Number != 0;
        return cell.Kind switch
        {
            CellKind.Boolean => true,
            CellKind.Number or CellKind.Identifier => cell.Number is 0 or 1,
            CellKind.Text => notation.TryBoolean(cell.Text.AsSpan().Trim(), out value),
            _ => false,
        };
    }

    /// <summary>
    /// The cell converted to its type: a text that is a number, a date or a boolean becomes one, unless a part of it would be lost:
    /// leading zeros, a plus sign, digits beyond the 15th, the offset of a time. A cell that does not match the type does not change.
    /// </summary>
    public static Cell Convert(ColumnType type, Notation notation, in Cell cell)
    {
        switch (type)
        {
            case ColumnType.Integer or ColumnType.Decimal when cell.Kind == CellKind.Text:
                Span<char> buffer = stackalloc char[MaxNumberLength];
                return TryPlain(cell.Text, notation, buffer, out var plain, out var isPercent) && KeepsAllAsNumber(plain) && TryNumber(plain, isPercent, out var number)
                    ? Cell.FromNumber(number.Approximate)
                    : cell;
            case ColumnType.Integer or ColumnType.Decimal when cell.Kind == CellKind.Identifier:
                return Cell.FromNumber(cell.Number);
            case ColumnType.Date when cell.Kind == CellKind.Text &&
                notation.TryDate(cell.Text.AsSpan().Trim(), out var date, out var hasOffset) && !hasOffset && SerialDate.FromDateTime(date) is { } serial:
                return Cell.FromDate(serial);
            case ColumnType.Boolean when TryBoolean(cell, notation, out var value):
                return Cell.FromBoolean(value);
            default:
                return cell;
        }
    }

    private static bool TryPlain(ReadOnlySpan<char> text, Notation notation, Span<char> buffer, out ReadOnlySpan<char> plain, out bool isPercent)
    {
        plain = NumberUnits.Strip(text.Trim(), notation, buffer, out isPercent);
        return notation.IsInvariantNumber || (plain.Length <= buffer.Length && notation.TryPlain(plain, buffer, out plain));
    }

    private static bool TryNumber(ReadOnlySpan<char> text, bool isPercent, out NumberValue number)
    {
        number = default;
        if (PlainNumber.TryParse(text, out var exact))
        {
            exact = isPercent ? exact / 100 : exact;
            number = new((double)exact, exact);
            return true;
        }

        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var approximate) ||
            !double.IsFinite(approximate))
        {
            return false;
        }

        approximate = isPercent ? approximate / 100 : approximate;
        number = new(approximate, Math.Abs(approximate) < 1e27 ? (decimal)approximate : null);
        return true;
    }

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
            // Zeros before the first other digit are not significant.
            digits += char.IsAsciiDigit(c) && (digits > 0 || c != '0') ? 1 : 0;
        }

        return digits <= MaxDigits;
    }
}
