namespace BatchImport.Spreadsheets.Text;

/// <summary>
/// How well a delimiter explains the records of a sample: the share of records with as many fields as the header, from 0 (not a delimiter) to 1, plus
/// criteria that decide between delimiters with equal shares. The comma also occurs in texts and numbers.
/// </summary>
internal static class DelimiterScore
{
    /// <summary>The number of records above the header that may be a title, as in <see cref="HeaderSearch"/>.</summary>
    private const int MaxTitleRecords = 5;

    /// <summary>Half a match: the missing fields of a record are empty.</summary>
    private const double ShortRecord = 0.5;

    private const double ForEachField = 0.02;
    private const int MaxFieldsCounted = 10;
    private const double ForRareInText = 0.01;
    private const double AgainstPunctuation = 0.15;
    private const double AgainstTitle = 0.1;

    /// <summary>The score; 0 when it is not a delimiter.</summary>
    public static double Compute(char delimiter, List<SampleRecord> records)
    {
        var header = records.FindIndex(static record => record.Fields.Length > 1);
        if (header < 0 || header > MaxTitleRecords)
        {
            return 0;
        }

        var fields = records[header].Fields.Length;
        var below = records.Skip(header + 1).ToList();
        var equal = below.Count(record => record.Fields.Length == fields);
        var shorter = below.Count(record => record.Fields.Length < fields && !record.IsBroken);
        var punctuation = PunctuationShare(delimiter, records);
        if (header > 0 ? !IsBelowTitle(delimiter, records, header, equal, punctuation) : fields == 2 && punctuation > 0.5 && equal == 0 && below.Count > 0)
        {
            return 0;
        }

        return
            ((1 + equal + (ShortRecord * shorter)) / (1 + below.Count)) +
            (ForEachField * Math.Min(fields, MaxFieldsCounted)) +
            (delimiter == ',' ? 0 : ForRareInText) -
            (AgainstPunctuation * punctuation) -
            (header > 0 ? AgainstTitle : 0);
    }

    /// <summary>
    /// True when a table may begin below lines without a delimiter: most records agree, and the delimiter is not punctuation. A comma needs more, because
    /// it is frequent in the values of a single column: a blank line or quotes around values, three columns, or rows of numbers below a header of words.
    /// </summary>
    private static bool IsBelowTitle(char delimiter, List<SampleRecord> records, int header, int equal, double punctuation)
    {
        var first = records[header];
        if (equal == 0 || (equal + 1) * 2 <= records.Count - header || punctuation > 0.5)
        {
            return false;
        }

        return delimiter != ',' || first.Fields.Length > 2 || first.Quoted.Contains(true) ||
            HasBlankLine(records, header) ||
            (!HasDigit(first) && records.Skip(header + 1).Take(3).All(HasDigit));
    }

    /// <summary>True when there is a blank line between the title and the second row of the table.</summary>
    private static bool HasBlankLine(List<SampleRecord> records, int header) =>
        records.Zip(records.Skip(1)).Take(header + 1).Any(static pair => pair.Second.Row > pair.First.Row + 1);

    private static bool HasDigit(SampleRecord record) => Array.Exists(record.Fields, static field => field.Any(char.IsAsciiDigit));

    /// <summary>
    /// The share of the delimiter's occurrences that look like punctuation: a blank after a comma or semicolon, a digit on each side of a comma.
    /// </summary>
    private static double PunctuationShare(char delimiter, List<SampleRecord> records)
    {
        if (delimiter is '\t' or '|')
        {
            return 0;
        }

        var all = 0;
        var punctuation = 0;
        foreach (var record in records)
        {
            for (var i = 1; i < record.Fields.Length; i++)
            {
                all++;
                if (!record.Quoted[i] && (record.Fields[i] is [' ', not ' ', ..] ||
                    (delimiter == ',' && !record.Quoted[i - 1] && record.Fields[i - 1] is [.., >= '0' and <= '9'] && record.Fields[i] is [>= '0' and <= '9', ..])))
                {
                    punctuation++;
                }
            }
        }

        return all == 0 ? 0 : (double)punctuation / all;
    }
}
