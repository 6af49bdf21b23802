using BatchImport.Spreadsheets;

namespace BatchImport.Tests.Spreadsheets;

/// <summary>A spreadsheet read to its end.</summary>
internal sealed record ReadRow(int Number, Cell[] Cells, string? Problem);

/// <inheritdoc cref="ReadRow"/>
internal sealed record ReadSheet(SpreadsheetFormat Format, string? Name, int HeaderRow, IReadOnlyList<string> Header, IReadOnlyList<ReadRow> Rows)
{
    public static ReadSheet Read(byte[] content, SpreadsheetLimits? limits = null, TableLocation? where = null) => Read(new MemoryStream(content, writable: false), limits, where);

    public static ReadSheet Read(Stream content, SpreadsheetLimits? limits = null, TableLocation? where = null)
    {
        using var reader = Spreadsheet.Open(content, limits ?? new(), where);
        var rows = new List<ReadRow>();
        while (reader.Read())
        {
            Assert.Equal(reader.Header.Count, reader.Cells.Length);
            rows.Add(new(reader.RowNumber, reader.Cells.ToArray(), reader.RowProblem));
        }

        Assert.False(reader.Read());
        return new(reader.Format, reader.SheetName, reader.HeaderRow, reader.Header, rows);
    }

    /// <summary>The error for a file that must be rejected.</summary>
    public static SpreadsheetException Refused(byte[] content, SpreadsheetLimits? limits = null) =>
        Assert.Throws<SpreadsheetException>(() => Read(content, limits));
}
