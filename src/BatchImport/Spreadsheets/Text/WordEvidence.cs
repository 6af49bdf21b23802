using System.Globalization;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Determines whether a text, decoded in some encoding, has words of real languages. Words of a wrong encoding have symbols or capitals between their
/// letters, mix scripts, or have letters that no language combines.
/// </summary>
/// <param name="Words">Words beyond ASCII.</param>
/// <param name="Odd">Those of them that no language has.</param>
/// <param name="IsOneLanguage">True when one language has all others.</param>
internal readonly record struct WordEvidence(int Words, int Odd, bool IsOneLanguage)
{
    /// <summary>Longer runs of letters are not words (CJK): they are examined in pieces.</summary>
    private const int MaxWord = 64;

    /// <summary>True when at most one word in 20 is odd, to allow for brands and typing errors.</summary>
    public bool IsPlausible => Odd * 20 <= Words;

    /// <summary>Examines all words of a text.</summary>
    public static WordEvidence From(ReadOnlySpan<char> text, Alphabets? alphabets)
    {
        var words = 0;
        var odd = 0;
        var common = uint.MaxValue;
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && end - i < MaxWord && (char.IsAsciiLetter(text[end]) || !char.IsAscii(text[end])))
            {
                end++;
            }

            var word = text[i..end];
            if (word.ContainsAnyExceptInRange('\0', '\x7F'))
            {
                words++;
                var languages = IsOdd(word) ? 0 : alphabets?.LanguagesOf(word) ?? 0x8000_0000;
                odd += languages == 0 ? 1 : 0;
                common &= languages == 0 ? uint.MaxValue : languages;
            }

            i = Math.Max(end, i + 1);
        }

        return new(words, odd, alphabets is not null && common != 0);
    }

    private static bool IsOdd(ReadOnlySpan<char> word)
    {
        var letters = 0;
        var foreign = 0;
        var scripts = Scripts.None;
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            var category = char.GetUnicodeCategory(c);
            if (category is UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
            {
                return true;
            }

            if (char.IsLetter(c))
            {
                letters++;
                foreign += char.IsAscii(c) ? 0 : 1;
                scripts |= ScriptOf(c);
                if (IsCapitalWithin(word, i))
                {
                    return true;
                }
            }
            else if (category != UnicodeCategory.NonSpacingMark && IsSymbolWithin(word, i))
            {
                return true;
            }
        }

        // Whole words do not consist of Latin letters beyond ASCII; and no word mixes Latin with another script.
        return scripts == Scripts.Latin ? foreign >= 3 && foreign == letters : scripts == Scripts.None ? word.Length >= 3 : scripts.HasFlag(Scripts.Latin);
    }

    /// <summary>A capital between or after small letters, one of which or the capital is not ASCII: <c>JŸrg</c>, but not <c>McDonald</c>.</summary>
    private static bool IsCapitalWithin(ReadOnlySpan<char> word, int at) =>
        at > 0 && char.IsUpper(word[at]) && (
            ((!char.IsAscii(word[at]) || !char.IsAscii(word[at - 1])) && char.IsLower(word[at - 1])) ||
            (!char.IsAscii(word[at]) && char.IsLetter(word[at - 1]) && at + 1 < word.Length && char.IsLower(word[at + 1])));

    /// <summary>A symbol between two letters that is not punctuation, or two adjacent symbols.</summary>
    private static bool IsSymbolWithin(ReadOnlySpan<char> word, int at)
    {
        if (at == 0)
        {
            return false;
        }

        var c = word[at];
        if (IsSymbol(c) && IsSymbol(word[at - 1]))
        {
            return true;
        }

        if (at + 1 == word.Length || !char.IsLetter(word[at - 1]) || !char.IsLetter(word[at + 1]) || c is '’' or '\u00AD' or '·' or '²' or '³' or '°')
        {
            return false;
        }

        return c is not ('–' or '—' or '\u00A0' or '‘' or '´' or '•' or '…' or '®' or '™') || !char.IsUpper(word[at + 1]);
    }

    private static bool IsSymbol(char c) => c is > '\u00A0' and < '\u2010' and not ('«' or '»') && !char.IsLetter(c);

    private static Scripts ScriptOf(char c) => c switch
    {
        'ª' or 'º' or 'µ' or 'ˆ' => Scripts.None,
        < '\u0250' or (>= '\u1E00' and < '\u1F00') => Scripts.Latin,
        _ => Scripts.Other,
    };

    [Flags]
    private enum Scripts
    {
        None = 0,
        Latin = 1,
        Other = 2,
    }
}
