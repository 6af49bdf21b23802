namespace BatchImport.Spreadsheets.Text;

/// <summary>Finds out what separates the fields of delimited text.</summary>
internal static class DelimiterSniffer
{
    private const string Candidates = ",;\t|";

    /// <summary>Records looked at: enough to tell a delimiter from punctuation that happens to stand in a value.</summary>
    private const int MaxRecords = 20;

    /// <summary>Records above the table that may be a title.</summary>
    private const int MaxTitleRecords = 5;

    /// <summary>
    /// The delimiter a first line <c>sep=;</c> names, which is how spreadsheet programs let a file say it; that line is no row.
    /// </summary>
    /// <param name="text">The text's start.</param>
    /// <param name="length">How many characters the line has with its line break; 0 without such a line.</param>
    public static char? Named(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        if (text.Length < 5 || !text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) || text[4] is '"' or '\r' or '\n' || char.IsLetterOrDigit(text[4]))
        {
            return null;
        }

        var rest = text[5..];
        length = rest.StartsWith("\r\n", StringComparison.Ordinal) ? 7 : rest.Length > 0 && rest[0] is '\r' or '\n' ? 6 : rest.Length == 0 ? 5 : 0;
        return length == 0 ? null : text[4];
    }

    /// <summary>
    /// The delimiter among comma, semicolon, tab and pipe that the first record has and that most of the first 20 records have equally often;
    /// of several such, the one the first record has most often. When the first record has none it may be a title: then the first record
    /// below that has any counts for it, if two records and more than half of the rest agree with it. Comma when there is none: one column.
    /// </summary>
    /// <param name="text">The text's start.</param>
    /// <param name="complete">True when it is the whole text, so that its last record is not cut.</param>
    public static char Guess(ReadOnlySpan<char> text, bool complete)
    {
        Span<int> counts = stackalloc int[MaxRecords * Candidates.Length];
        var records = Count(text, complete, counts);
        var reference = 0;
        while (reference < Math.Min(MaxTitleRecords, records - 1) && !counts.Slice(reference * Candidates.Length, Candidates.Length).ContainsAnyExcept(0))
        {
            reference++;
        }

        var best = ',';
        var bestScore = (Agreeing: 0, Count: 0);
        for (var c = 0; c < Candidates.Length; c++)
        {
            var first = counts[(reference * Candidates.Length) + c];
            var agreeing = 0;
            for (var record = reference; first > 0 && record < records; record++)
            {
                agreeing += counts[(record * Candidates.Length) + c] == first ? 1 : 0;
            }

            var isTable = reference == 0 || (agreeing > 1 && agreeing * 2 > records - reference);
            if (isTable && (agreeing, first).CompareTo(bestScore) > 0)
            {
                (best, bestScore) = (Candidates[c], (agreeing, first));
            }
        }

        return best;
    }

    private static int Count(ReadOnlySpan<char> text, bool complete, Span<int> counts)
    {
        var record = 0;
        var quoted = false;
        var fieldStart = true;
        var blank = true;
        for (var i = 0; i < text.Length && record < MaxRecords; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    i++;
                }
                else
                {
                    quoted = c != '"';
                }

                continue;
            }

            var candidate = Candidates.IndexOf(c, StringComparison.Ordinal);
            if (c is '\n' or '\r')
            {
                record += blank ? 0 : 1;
                (fieldStart, blank) = (true, true);
            }
            else if (c == '"' && fieldStart)
            {
                (quoted, fieldStart, blank) = (true, false, false);
            }
            else
            {
                fieldStart = candidate >= 0;
                blank &= char.IsWhiteSpace(c);
                if (candidate >= 0)
                {
                    counts[(record * Candidates.Length) + candidate]++;
                    blank = false;
                }
            }
        }

        // A record cut by the end of what is looked at counts only when there is no other.
        return record < MaxRecords && !blank && (complete || record == 0) ? record + 1 : record;
    }
}
