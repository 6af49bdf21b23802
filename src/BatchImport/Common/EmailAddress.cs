using System.Buffers;
using System.Globalization;
using System.Text;

namespace BatchImport.Common;

/// <summary>
/// What counts as an e-mail address: what mail systems deliver to, rather than everything RFC 5322 can write. One @; before it 1 to 64
/// characters without blanks, quotes, commas or brackets; behind it a domain with a dot, of letters, digits and hyphens. A domain with letters
/// beyond ASCII must have an ASCII form (RFC 5890). 254 characters in all (RFC 5321, 4.5.3.1 and its erratum 1690). No part between dots is empty.
/// </summary>
public static class EmailAddress
{
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> Refused = SearchValues.Create("()<>[],;:\\\"");

    /// <summary>True when the text is an address and nothing else.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        if (text.Length > MaxLength || at is < 1 or > MaxLocalLength)
        {
            return false;
        }

        var local = text[..at];
        var domain = text[(at + 1)..];
        return !local.ContainsAny(Refused) && !HasBlank(local) && HasNoEmptyPart(local) && domain.Contains('.') && IsDomain(domain);
    }

    private static bool HasBlank(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasNoEmptyPart(ReadOnlySpan<char> text) => text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal);

    private static bool IsDomain(ReadOnlySpan<char> domain) =>
        Ascii.IsValid(domain) ? IsAsciiDomain(domain) : HasOnlyWords(domain) && EmailDomain.ToAscii(domain.ToString()) is { } ascii && IsAsciiDomain(ascii);

    private static bool IsAsciiDomain(ReadOnlySpan<char> domain)
    {
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    // The mapping to ASCII leaves out characters that are invisible; an address with one is shown as another one.
    private static bool HasOnlyWords(ReadOnlySpan<char> domain)
    {
        foreach (var rune in domain.EnumerateRunes())
        {
            var isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (!isMark && !Rune.IsLetterOrDigit(rune) && rune.Value is not ('-' or '.'))
            {
                return false;
            }
        }

        return true;
    }
}
