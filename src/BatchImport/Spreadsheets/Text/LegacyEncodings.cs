using UtfUnknown;

namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Detects the encoding of a text that is not Unicode. UTF.Unknown proposes encodings by the frequencies of letter sequences; those that do not result
/// in words are excluded (<see cref="WordEvidence"/>). Windows-1252, the encoding of most such files, needs few words; every other encoding needs many,
/// and a distance to the next one. An uncertain result is an error, because with a wrong encoding most of the file still looks like text.
/// </summary>
internal static class LegacyEncodings
{
    /// <summary>The number of words beyond ASCII that an encoding other than Windows-1252 needs; with fewer, Windows-1252 needs more certainty.</summary>
    private const int FewWords = 6;

    /// <summary>The number of words that it needs when Windows-1252 is possible as well.</summary>
    private const int ManyWords = 10;

    private const float LeastConfidence = 0.5f;
    private const float LeastConfidenceOfWindows1252 = 0.2f;

    /// <summary>Encodings of several bytes per character have clear statistics, or the text is too short.</summary>
    private const float LeastConfidenceOfEastAsian = 0.95f;

    private const float Distance = 0.1f;

    private static readonly string[] EastAsian = ["shift_jis", "euc-jp", "gb18030", "big5", "euc-kr", "iso-2022-jp"];

    /// <summary>Encodings that the detector does not know or tends to omit, for the list of candidates.</summary>
    private static readonly TextEncoding[] Others =
        [TextEncoding.Windows1252, .. new[] { "windows-1250", "macintosh", "ibm850", "ibm437" }.Select(static name => TextEncoding.Find(name)!)];

    /// <summary>The encoding.</summary>
    /// <param name="sample">Lines that are not ASCII.</param>
    /// <exception cref="SpreadsheetException"><c>unknown-encoding</c>, with the candidates.</exception>
    public static TextEncoding Find(byte[] sample)
    {
        var proposed = Proposed(sample);
        var candidates = new List<Candidate>();
        foreach (var (encoding, confidence) in proposed.Concat(Others.Select(static encoding => (encoding, 0f))))
        {
            if (!candidates.Exists(other => other.Encoding == encoding) && encoding.TryDecode(sample) is { } text &&
                WordEvidence.From(text, Alphabets.For(encoding)) is { IsPlausible: true } evidence)
            {
                candidates.Add(new(encoding, confidence, text, evidence));
            }
        }

        candidates = [.. candidates.OrderByDescending(static candidate => candidate.Confidence)];
        return Choose(candidates, proposed.Count == 0 ? null : proposed[0].Encoding.TryDecode(sample)) ??
            throw SpreadsheetErrors.UnknownEncoding(candidates.Select(static candidate => candidate.Encoding.Name));
    }

    private static TextEncoding? Choose(List<Candidate> candidates, string? firstProposed)
    {
        if (candidates.Count == 0)
        {
            return null;
        }

        var best = candidates[0];
        var windows = candidates.Find(static candidate => candidate.Encoding == TextEncoding.Windows1252);
        if (windows is not null && (windows.Text == best.Text || best.Confidence == 0))
        {
            // Few words are enough if no other encoding reads them differently. If one does and results in words of one language, these must be, too.
            var isCertain = windows.Confidence >= LeastConfidenceOfWindows1252 || best.Confidence >= LeastConfidenceOfWindows1252 || best.Confidence == 0;
            var rivals = candidates.Where(other => other.Text != windows.Text && (other.Confidence > 0 || other.Encoding.Name == "windows-1250")).ToList();
            return isCertain && (windows.Evidence.Words >= FewWords || firstProposed == windows.Text || rivals.Count == 0) &&
                (windows.Evidence.IsOneLanguage || !rivals.Exists(static rival => rival.Evidence.IsOneLanguage)) ? windows.Encoding : null;
        }

        var isEastAsian = EastAsian.Contains(best.Encoding.Name, StringComparer.Ordinal);
        return
            best.Confidence < (isEastAsian ? LeastConfidenceOfEastAsian : LeastConfidence) ? null :
            best.Evidence.Words < (windows is null ? FewWords : ManyWords) ? null :

            // Differs from the Macintosh encodings for Western languages in few letters.
            best.Encoding.Name == "x-mac-ce" ? null :
            candidates.Skip(1).Any(other => other.Confidence > best.Confidence - Distance && other.Text != best.Text) ? null :
            best.Encoding;
    }

    /// <summary>The proposals of the detector, the most likely first, with the Windows encodings next to the ISO ones that they extend.</summary>
    private static List<(TextEncoding Encoding, float Confidence)> Proposed(byte[] sample)
    {
        var proposed = new List<(TextEncoding, float)>();
        foreach (var detail in CharsetDetector.DetectFromBytes(sample).Details ?? [])
        {
            if (TextEncoding.Find(detail.EncodingName) is not { } encoding || encoding == TextEncoding.Utf8)
            {
                continue;
            }

            proposed.Add((encoding, detail.Confidence));
            if (encoding.Name switch { "iso-8859-2" => "windows-1250", "windows-1250" => "iso-8859-2", "iso-8859-7" => "windows-1253", "iso-8859-13" => "windows-1257", "iso-8859-15" => "windows-1252", _ => null } is { } sibling)
            {
                proposed.Add((TextEncoding.Find(sibling)!, detail.Confidence));
            }
        }

        return proposed;
    }

    private sealed record Candidate(TextEncoding Encoding, float Confidence, string Text, WordEvidence Evidence);
}
