namespace BatchImport.Spreadsheets.Text;

/// <summary>A record of a sample of delimited text, as one delimiter splits it.</summary>
/// <param name="Row">Its number, 1-based.</param>
/// <param name="Fields">Its values.</param>
/// <param name="Quoted">Which of them are in quotes.</param>
/// <param name="IsBroken">True when its quotes are not valid for that delimiter.</param>
internal sealed record SampleRecord(int Row, string[] Fields, bool[] Quoted, bool IsBroken)
{
    /// <summary>The number of records that are examined: enough to distinguish a delimiter from punctuation in values.</summary>
    private const int MaxRecords = 100;

    /// <summary>The number of records in which a known header is searched, as in <see cref="HeaderSearch"/>.</summary>
    private const int MaxHeaderRecords = 20;

    /// <summary>The whole records of a sample that are not blank, up to the first one that is broken.</summary>
    public static List<SampleRecord> Split(ReadOnlyMemory<char> sample, char delimiter, bool isComplete)
    {
        var records = new List<SampleRecord>();
        var text = new Characters(sample);
        var reader = new RecordReader(text, delimiter, Math.Max(1, sample.Length + 1));
        try
        {
            while (records.Count < MaxRecords && reader.Read())
            {
                var record = Current(reader);
                if (!Array.TrueForAll(record.Fields, string.IsNullOrWhiteSpace))
                {
                    records.Add(record);
                }
            }
        }
        catch (SpreadsheetException)
        {
            // A quote that is open at the end of the sample is not an error.
            if (isComplete || !reader.EndsInQuotes)
            {
                records.Add(new(reader.RecordNumber, [], [], IsBroken: true));
            }

            return records;
        }

        if (!isComplete && reader.IsAtEnd && records.Count > 1)
        {
            records.RemoveAt(records.Count - 1);
        }

        return records;
    }

    /// <summary>True when one of the first records is a known header.</summary>
    public static bool HasHeader(List<SampleRecord> records, Func<IReadOnlyList<string>, bool> isHeader) =>
        records.Take(MaxHeaderRecords).Any(record => !record.IsBroken && isHeader(Array.ConvertAll(record.Fields, Header.Normalize)));

    private static SampleRecord Current(RecordReader reader)
    {
        var fields = new string[reader.Count];
        var quoted = new bool[reader.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = reader.Text(i);
            quoted[i] = reader.IsQuoted(i);
        }

        return new(reader.RecordNumber, fields, quoted, IsBroken: false);
    }

    private sealed class Characters(ReadOnlyMemory<char> text) : ICharacters
    {
        private int _at;

        public int Read(Span<char> buffer)
        {
            var count = Math.Min(buffer.Length, text.Length - _at);
            text.Span.Slice(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }
    }
}
