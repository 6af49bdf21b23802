namespace BatchImport.Corpus;

/// <summary>The result of reading a file.</summary>
internal sealed record FileResult
{
    /// <summary>The outcome.</summary>
    public required FileOutcome Outcome { get; init; }

    /// <summary>The detected kind of content; null when it is unknown.</summary>
    public string? Format { get; init; }

    /// <summary>Rows below the header.</summary>
    public int Rows { get; init; }

    /// <summary>The number of cells that differ.</summary>
    public int Differences { get; init; }

    /// <summary>The first cells that differ.</summary>
    public IReadOnlyList<Difference> First { get; init; } = [];

    /// <summary>The refusal's code, or the exception's type; null for neither.</summary>
    public string? Code { get; init; }

    /// <summary>The message of the refusal or the exception, or why no comparison is possible; null for none.</summary>
    public string? Message { get; init; }

    /// <summary>The duration of reading without comparing, in milliseconds.</summary>
    public long Milliseconds { get; init; }

    /// <summary>The peak memory of objects in the reader's process while the file was read, above that before: bytes.</summary>
    public long PeakBytes { get; init; }
}

/// <summary>A cell that differs.</summary>
/// <param name="Place">Its place: <c>B7</c>.</param>
/// <param name="Kinds">Its kind in both readers: <c>Number / DateTime</c>.</param>
/// <param name="Ours">This project's value.</param>
/// <param name="Theirs">ExcelDataReader's value.</param>
internal sealed record Difference(string Place, string Kinds, string Ours, string Theirs);
