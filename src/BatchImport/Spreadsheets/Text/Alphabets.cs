using System.Buffers;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// The letters beyond ASCII of languages that are written in Latin script, including those of frequent foreign names: a word that is decoded with the
/// wrong encoding mostly has letters that no language combines. Source: the exemplar characters of the Unicode CLDR.
/// </summary>
internal sealed class Alphabets
{
    /// <summary>
    /// Languages whose encoding is windows-1252: German, French, Spanish, Portuguese, Dutch, Swedish and Finnish, Danish and Norwegian, Icelandic,
    /// Catalan, Italian.
    /// </summary>
    private static readonly Alphabets Western = new(
        ["äöüßéè", "éèêëàâçîïôùûüœÿ", "áéíóúñüïç", "ãáàâçéêíóôúü", "ëïéèüöáêç", "åäöéüáàšž", "åæøéäöüó", "áéíóúýþæðöé", "àçèéíïóòúü"], final: "àèéìòù", beforeE: 'õ');

    /// <summary>Czech, Slovak, Polish, Hungarian, Romanian, Slovene and Croatian, German.</summary>
    private static readonly Alphabets Central = new(
        ["áčďéěíňóřšťúůýžö", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśżźü", "áéíóöőúüűä", "ăâîşţșț", "čšžćđ", "äöüßé"]);

    /// <summary>Lithuanian, Latvian, Estonian, Polish.</summary>
    private static readonly Alphabets Baltic = new(["ąčęėįšųūž", "āčēģīķļņšūžõŗ", "äöõüšž", "ąćęłńóśżź"]);

    /// <summary>Turkish, German.</summary>
    private static readonly Alphabets Turkish = new(["çğıöşüâîû", "äöüßé"]);

    private readonly SearchValues<char>[] _letters;
    private readonly SearchValues<char> _final;
    private readonly char _beforeE;

    private Alphabets(string[] languages, string final = "", char beforeE = default)
    {
        _letters = Array.ConvertAll(languages, static letters => SearchValues.Create(letters.ToUpperInvariant() + letters + "ªºİ"));
        _final = SearchValues.Create(final.ToUpperInvariant() + final);
        _beforeE = beforeE;
    }

    /// <summary>The alphabets of an encoding; null for other scripts.</summary>
    public static Alphabets? For(TextEncoding encoding) => encoding.Name switch
    {
        "windows-1252" or "iso-8859-15" or "macintosh" or "ibm437" or "ibm850" or "ibm858" => Western,
        "windows-1250" or "iso-8859-2" or "ibm852" or "x-mac-ce" => Central,
        "windows-1257" or "iso-8859-13" or "iso-8859-4" or "ibm775" => Baltic,
        "windows-1254" or "iso-8859-3" or "ibm857" or "x-mac-turkish" => Turkish,
        _ => null,
    };

    /// <summary>The languages that have all letters of a word, one bit for each. ASCII letters and other characters are ignored.</summary>
    public uint LanguagesOf(ReadOnlySpan<char> word)
    {
        Span<char> letters = stackalloc char[word.Length];
        var count = 0;
        var isFinal = true;
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (char.IsAscii(c) || !char.IsLetter(c))
            {
                continue;
            }

            // Portuguese has õ only in "õe", Italian has accents only at the end of a word: elsewhere the same bytes are Hungarian or Czech.
            if (char.ToLowerInvariant(c) == _beforeE && i + 1 < word.Length && word[i + 1] is 'e' or 'E')
            {
                continue;
            }

            letters[count++] = c;
            isFinal &= i == word.Length - 1 && _final.Contains(c);
        }

        var languages = isFinal ? 1u << _letters.Length : 0;
        for (var i = 0; i < _letters.Length; i++)
        {
            languages |= letters[..count].ContainsAnyExcept(_letters[i]) ? 0 : 1u << i;
        }

        return languages;
    }
}
