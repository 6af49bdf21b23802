using System.Globalization;
using BatchImport.Spreadsheets;

namespace BatchImport.Targets.Sql;

/// <summary>
/// Values as texts that a database converts to the types of its columns. What the conversion would alter without an error is refused here: decimals that a
/// column would round, a time of day that it would drop, an offset that it would ignore.
/// </summary>
internal static class SqlValues
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // What a decimal number keeps without rounding.
    private const int MaxDigits = 28;

    private static readonly string[] Times = [@"h\:mm", @"hh\:mm", @"h\:mm\:ss", @"hh\:mm\:ss", @"hh\:mm\:ss\.FFFFFFF"];

    /// <summary>Converts a value.</summary>
    /// <param name="cell">The value, as the definition has it.</param>
    /// <param name="column">The column it is written to.</param>
    /// <param name="isKey">True when the column is part of the key, which must have a value.</param>
    /// <param name="text">The text; null for an empty cell.</param>
    /// <returns>Why the column cannot hold the value; null when it can.</returns>
    public static string? Convert(in Cell cell, SqlColumn column, bool isKey, out string? text)
    {
        text = null;
        var value = CellText.Format(cell);
        if (value.Length == 0 || (column.Type is not (SqlType.Text or SqlType.Other) && string.IsNullOrWhiteSpace(value)))
        {
            return isKey ? "is empty, and the key of the row needs it" :
                column.IsNullable ? null : $"is empty, and the column {column.Name} of the table must have a value";
        }

        text = value;
        return column.Type switch
        {
            SqlType.Integer => Integer(cell, value, column, out text),
            SqlType.Decimal => Decimal(cell, value, column, out text),
            SqlType.Real => Real(cell, value, column, out text),
            SqlType.Boolean => Boolean(cell, value, column, out text),
            SqlType.Date or SqlType.Timestamp or SqlType.Instant => Date(cell, value, column, out text),
            SqlType.Time => Time(cell, value, column, out text),
            SqlType.Uuid => Guid.TryParse(value, out var uuid) ? Set(uuid.ToString("D"), out text) : Misfit(value, "is not a UUID", column),
            _ => Text(value, column),
        };
    }

    private static string? Text(string value, SqlColumn column)
    {
        if (value.Contains('\0', StringComparison.Ordinal) || !IsWellFormed(value))
        {
            return $"{CellText.Quote(value)} has a character that no database stores";
        }

        return column.MaxLength is { } most && Length(value, column) is var length && length > most
            ? string.Create(CultureInfo.InvariantCulture, $"{CellText.Quote(value)} has {length} characters; the column {column.Name} of the table holds {most}")
            : null;
    }

    private static string? Integer(in Cell cell, string value, SqlColumn column, out string? text)
    {
        text = null;
        if (cell.Kind == CellKind.Boolean)
        {
            return Set(cell.Number != 0 ? "1" : "0", out text);
        }

        return !Number(cell, value, out var number) || !decimal.IsInteger(number) ? Misfit(value, "is not a whole number", column) :
            number < column.Least || number > column.Greatest ? string.Create(CultureInfo.InvariantCulture, $"{CellText.Quote(value)} is out of range; the column {column.Name} of the table holds {column.Least} to {column.Greatest}") :
            Set(decimal.Truncate(number).ToString(CultureInfo.InvariantCulture), out text);
    }

    private static string? Decimal(in Cell cell, string value, SqlColumn column, out string? text)
    {
        text = null;
        if (!Number(cell, value, out var number))
        {
            // Beyond the range of decimal, the database decides.
            return double.TryParse(value, Plain, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? Set(value, out text) : Misfit(value, "is not a number", column);
        }

        if (value.Count(char.IsAsciiDigit) > MaxDigits)
        {
            return Misfit(value, $"has more than {MaxDigits} digits", column);
        }

        var plain = number / 1.0000000000000000000000000000m;
        if (column.Scale is { } scale && plain.Scale > scale)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{CellText.Quote(value)} has {plain.Scale} decimals; the column {column.Name} of the table holds {scale}");
        }

        return column is { Precision: { } digits, Scale: { } decimals } && digits - decimals < 28 && Math.Abs(plain) >= PowerOfTen(digits - decimals)
            ? $"{CellText.Quote(value)} is out of range; the column {column.Name} of the table is {column.Shown}"
            : Set(plain.ToString(CultureInfo.InvariantCulture), out text);
    }

    private static string? Real(in Cell cell, string value, SqlColumn column, out string? text)
    {
        text = null;
        if (cell.Kind is CellKind.Number or CellKind.Identifier)
        {
            return Set(cell.Number.ToString("R", CultureInfo.InvariantCulture), out text);
        }

        return cell.Kind == CellKind.Text && double.TryParse(value.Trim(), Plain, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Set(value.Trim(), out text)
            : Misfit(value, "is not a number", column);
    }

    private static string? Boolean(in Cell cell, string value, SqlColumn column, out string? text)
    {
        text = null;
        return cell.Kind == CellKind.Boolean || (cell.Kind is CellKind.Number or CellKind.Identifier && cell.Number is 0 or 1) ? Set(cell.Number != 0 ? "1" : "0", out text) :
            value.Trim().ToUpperInvariant() is "TRUE" or "YES" or "1" ? Set("1", out text) :
            value.Trim().ToUpperInvariant() is "FALSE" or "NO" or "0" ? Set("0", out text) :
            Misfit(value, "is not true or false", column);
    }

    private static string? Date(in Cell cell, string value, SqlColumn column, out string? text)
    {
        text = null;
        DateTime date;
        if (cell.Kind == CellKind.Date && SerialDate.ToDateTime(cell.Number) is { } serial)
        {
            date = new DateTime((serial.Ticks + (TimeSpan.TicksPerMillisecond / 2)) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, DateTimeKind.Unspecified);
        }
        else if (cell.Kind != CellKind.Text || !DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out date) || !IsIso(value))
        {
            return Misfit(value, "is not a date", column);
        }
        else if (HasOffset(value))
        {
            return column.Type == SqlType.Instant
                ? Set(DateTimeOffset.Parse(value, CultureInfo.InvariantCulture).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture), out text)
                : $"{CellText.Quote(value)} has an offset from UTC, which the column {column.Name} of the table ({column.Shown}) does not hold";
        }

        if (column.Type == SqlType.Date)
        {
            return date.TimeOfDay == TimeSpan.Zero
                ? Set(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), out text)
                : $"{CellText.Quote(value)} has a time of day, which the column {column.Name} of the table (date) does not hold";
        }

        return Set(date.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + (column.Type == SqlType.Instant ? "+00:00" : ""), out text);
    }

    private static string? Time(in Cell cell, string value, SqlColumn column, out string? text)
    {
        text = null;
        return cell.Kind == CellKind.Date && cell.Number is >= 0 and < 1 ? Set(value, out text) :
            cell.Kind == CellKind.Text && TimeSpan.TryParseExact(value.Trim(), Times, CultureInfo.InvariantCulture, out var time) && time < TimeSpan.FromDays(1) ? Set(time.ToString("c", CultureInfo.InvariantCulture), out text) :
            Misfit(value, "is not a time of day", column);
    }

    private static bool Number(in Cell cell, string value, out decimal number)
    {
        number = 0;
        if (cell.Kind is CellKind.Number or CellKind.Identifier && Math.Abs(cell.Number) < 1e15)
        {
            number = (decimal)cell.Number;
            return true;
        }

        return cell.Kind is CellKind.Number or CellKind.Identifier or CellKind.Text && decimal.TryParse(value.Trim(), Plain, CultureInfo.InvariantCulture, out number);
    }

    private static string? Set(string value, out string? text)
    {
        text = value;
        return null;
    }

    private static string Misfit(string value, string rule, SqlColumn column) => $"{CellText.Quote(value)} {rule}; the column {column.Name} of the table is {column.Shown}";

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    // Year first, as the definition's own notation leaves dates that it does not convert: only those with an offset.
    private static bool IsIso(string value) => value.Length >= 10 && char.IsAsciiDigit(value[0]) && char.IsAsciiDigit(value[3]) && value[4] == '-';

    private static bool HasOffset(string value) => value.IndexOf('T', StringComparison.Ordinal) is var time && time >= 0 && value.AsSpan(time).IndexOfAny("Z+-") >= 0;

    private static int Length(string value, SqlColumn column) => column.CountsUtf16 ? value.Length : value.EnumerateRunes().Count();

    private static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogate(value[i]))
            {
                if (!char.IsHighSurrogate(value[i]) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
