namespace BatchImport.Spreadsheets;

/// <summary>Where in a file the table is that is read.</summary>
public sealed record TableLocation
{
    /// <summary>The first visible sheet that is not empty, and a header that is found.</summary>
    public static TableLocation Anywhere { get; } = new();

    /// <summary>The sheet's name, without case; it may be hidden. Null for the first visible one that is not empty. Delimited text has no sheets, and takes any.</summary>
    public string? SheetName { get; init; }

    /// <summary>The header's row, 1-based, as a spreadsheet program shows it; null to find it.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>Tells a header by its texts; null when nothing is known of it. The first row it takes is the header.</summary>
    public Func<IReadOnlyList<string>, bool>? IsHeader { get; init; }
}
