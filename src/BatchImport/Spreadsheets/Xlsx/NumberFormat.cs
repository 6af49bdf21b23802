namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>The kind of value that a number format shows, as far as it is relevant here.</summary>
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

    /// <summary>As an identifier, such as <c>00000</c> or <c>000-00-0000</c>; as a number if it is not a whole number.</summary>
    Identifier,
}

/// <summary>
/// A number format (ECMA-376 Part 1, 18.8.30 and 18.8.31): distinguishes dates, times and identifiers from numbers. A format has up to four sections,
/// and the number decides which of them shows it.
/// </summary>
internal sealed class NumberFormat
{
    private readonly NumberFormatSection[] _sections;

    private NumberFormat(params NumberFormatSection[] sections)
    {
        _sections = sections;
        IsPlainNumber = Array.TrueForAll(sections, static section => section.Kind == NumberFormatKind.Number);
    }

    /// <summary>The format that shows a number unchanged.</summary>
    public static NumberFormat General { get; } = new(NumberFormatSection.General);

    /// <summary>True when the format shows every number as a number.</summary>
    public bool IsPlainNumber { get; }

    /// <summary>The format with a fixed number and no code in the file.</summary>
    public static NumberFormat FromBuiltIn(int id) => id switch
    {
        18 or 19 or 20 or 21 or 32 or 33 or 45 or 47 or 75 or 76 or 78 or 80 => BuiltIn.Time,
        46 or 79 => BuiltIn.Duration,
        >= 14 and <= 17 or 22 or >= 27 and <= 36 or >= 50 and <= 58 or >= 71 and <= 74 or 77 or 81 => BuiltIn.Date,
        _ => General,
    };

    /// <summary>Reads a format code. An invalid one shows numbers as numbers.</summary>
    public static NumberFormat Parse(ReadOnlySpan<char> code)
    {
        var sections = new List<NumberFormatSection>(1);
        for (var start = 0; start <= code.Length && sections.Count < NumberFormatSection.MaxCount;)
        {
            sections.Add(NumberFormatSection.Parse(code[start..], out var length));
            start += length + 1;
        }

        // A section of text does not show numbers: yyyy-mm-dd;@.
        if (sections.Count > 1 && sections[^1].IsText)
        {
            sections.RemoveAt(sections.Count - 1);
        }

        // A plus before positive numbers and a minus before negative ones is a sign, not part of an identifier.
        if (sections.Count > 1 && sections[0].IsSigned)
        {
            sections[0] = NumberFormatSection.General;
        }

        var format = new NumberFormat([.. sections]);
        return format.IsPlainNumber ? General : format;
    }

    /// <summary>The kind of value shown for a number.</summary>
    public NumberFormatKind KindOf(double number) => SectionOf(number).Kind;

    /// <summary>The identifier shown for a number; null when it is not an identifier.</summary>
    public string? Identify(double number) => SectionOf(number).Identify(number);

    private NumberFormatSection SectionOf(double number)
    {
        for (var i = 0; i < _sections.Length - 1; i++)
        {
            if (_sections[i].Condition?.Invoke(number) ?? IsUsual(i, number))
            {
                return _sections[i];
            }
        }

        return _sections[^1];
    }

    /// <summary>True when a section without a condition is for a number: of two, the first also applies to zero.</summary>
    private bool IsUsual(int index, double number) => index switch
    {
        0 => _sections.Length == 2 ? number >= 0 : number > 0,
        1 => number < 0,
        _ => true,
    };

    private static class BuiltIn
    {
        public static readonly NumberFormat Date = new(new NumberFormatSection(NumberFormatKind.Date));
        public static readonly NumberFormat Time = new(new NumberFormatSection(NumberFormatKind.Time));
        public static readonly NumberFormat Duration = new(new NumberFormatSection(NumberFormatKind.Duration));
    }
}
