using System.Globalization;

namespace BatchImport.Spreadsheets.Xlsx;

/// <summary>One of the sections of a number format, and what it shows.</summary>
/// <param name="kind">The kind of what it shows.</param>
/// <param name="condition">Which numbers it is for (<c>[&lt;=9999999]</c>); null where its place decides.</param>
/// <param name="layout">The places of digits and the characters between them; null where it shows no identifier.</param>
internal sealed class NumberFormatSection(NumberFormatKind kind, Predicate<double>? condition = null, FormatLayout? layout = null)
{
    /// <summary>The most sections a format has.</summary>
    public const int MaxCount = 4;

    /// <summary>The section that shows a number as it is.</summary>
    public static NumberFormatSection General { get; } = new(NumberFormatKind.Number);

    public NumberFormatKind Kind => kind;

    public Predicate<double>? Condition => condition;

    /// <summary>True for the section of texts, which has an <c>@</c>.</summary>
    public bool IsText { get; private init; }

    /// <summary>True for an identifier whose only mark is a plus sign before its digits.</summary>
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

    /// <summary>What is shown for a number where that is an identifier; null where it is not.</summary>
    public string? Identify(double number) => layout?.Show(number);
}
