namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// Detects the delimiter of text from a decoded sample of its start. Each candidate splits the sample into whole records, including
/// quotes. The delimiter is the candidate for which most records below the header have as many fields as the header; see
/// <see cref="DelimiterScore"/>. A candidate for which the file has a header that the caller knows has precedence.
/// </summary>
internal static class DelimiterChoice
{
    private const string Candidates = "\t;|,";

    /// <summary>
    /// The delimiter that a first line <c>sep=;</c> names (a convention of spreadsheet programs), also in the forms in which programs save that line
    /// again: in quotes, with blanks, with delimiters at its end.
    /// </summary>
    /// <param name="text">The text's start.</param>
    /// <param name="length">
    /// The number of characters to skip: the plain line with its line break, which spreadsheet programs do not show; 0 for the other forms, which
    /// are a row.
    /// </param>
    /// <returns>Null without such a line.</returns>
    public static char? Named(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        var end = text.IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        var rest = line.Trim('"').TrimStart(' ');
        if (!rest.StartsWith("sep", StringComparison.OrdinalIgnoreCase) || (rest = rest[3..].TrimStart(' ')) is not ['=', ..])
        {
            return null;
        }

        rest = rest[1..].TrimStart(' ');
        if (rest.IsEmpty || rest[0] == '"' || char.IsLetterOrDigit(rest[0]) || !rest.TrimEnd(' ').Trim(rest[0]).IsEmpty)
        {
            return null;
        }

        if (line.Length == 5)
        {
            length = end < 0 ? 5 : text[end..] is ['\r', '\n', ..] ? 7 : 6;
        }

        return rest[0];
    }

    /// <summary>Chooses from a sample.</summary>
    /// <param name="sample">The text's start.</param>
    /// <param name="isComplete">True when it is the whole text: otherwise its last record may be truncated.</param>
    /// <param name="isHeader">True for the texts of a header; null when nothing is known of it.</param>
    /// <returns><see cref="RecordReader.NoDelimiter"/> for a single column.</returns>
    public static char Choose(ReadOnlyMemory<char> sample, bool isComplete, Func<IReadOnlyList<string>, bool>? isHeader)
    {
        var best = RecordReader.NoDelimiter;
        var bestRank = (IsKnown: false, Score: 0.0);
        foreach (var candidate in Candidates)
        {
            if (!sample.Span.Contains(candidate))
            {
                continue;
            }

            var records = SampleRecord.Split(sample, candidate, isComplete);
            if (records.Count == 0)
            {
                // Only blanks and delimiters.
                return candidate;
            }

            var rank = (isHeader is not null && SampleRecord.HasHeader(records, isHeader), DelimiterScore.Compute(candidate, records));
            if (rank.CompareTo(bestRank) > 0)
            {
                (best, bestRank) = (candidate, rank);
            }
        }

        // A single column that is the known header, and no delimiter with such a header.
        return isHeader is not null && !bestRank.IsKnown && SampleRecord.HasHeader(SampleRecord.Split(sample, RecordReader.NoDelimiter, isComplete), isHeader)
            ? RecordReader.NoDelimiter
            : best;
    }
}
