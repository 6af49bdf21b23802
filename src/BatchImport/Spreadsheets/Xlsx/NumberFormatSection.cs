using System.Globalization;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>One section of a number format.</summary>
/// <param name="kind">The kind of value that it shows.</param>
/// <param name="condition">The condition for its numbers (<c>[&lt;=9999999]</c>); null when its position decides.</param>
/// <param name="layout">The places of digits and the characters between them; null when it does not show an identifier.</param>
internal sealed class NumberFormatSection(NumberFormatKind kind, Predicate<double>? condition = null, FormatLayout? layout = null)
{
    /// <summary>The maximum number of sections of a format.</summary>
    public const int MaxCount = 4;

    /// <summary>The section that shows a number unchanged.</summary>
    public static NumberFormatSection General { get; } = new(NumberFormatKind.Number);

    public NumberFormatKind Kind => kind;

    public Predicate<double>? Condition => condition;

    /// <summary>True for the section of texts, which has an <c>@</c>.</summary>
    public bool IsText { get; private init; }

    /// <summary>True for an identifier that is recognized only by a plus sign before its digits.</summary>
    public bool IsSigned => layout?.IsSigned == true;

    /// <summary>Reads a section.</summary>
    /// <param name="code">The format's code, from the section's start.</param>
    /// <param name="length">The section's length in characters, without the semicolon that ends it.</param>
    public static NumberFormatSection Parse(ReadOnlySpan<char> code, out int length)
    {
        var parser = new FormatParser(code);
        parser.Run();
        length = parser.Length;
        return new(parser.Kind, parser.Condition, parser.Layout) { IsText = parser.IsText };
    }

    /// <summary>The identifier shown for a number; null when it is not an identifier.</summary>
    public string? Identify(double number) => layout?.Show(number);
}
