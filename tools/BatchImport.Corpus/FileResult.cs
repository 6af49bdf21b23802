namespace BatchImport.Corpus;

/// <summary>The result of reading a file.</summary>
internal sealed record FileResult
{
    /// <summary>The outcome.</summary>
    public required FileOutcome Outcome { get; init; }

    /// <summary>What the content turned out to be; null when that is not known.</summary>
    public string? Format { get; init; }

    /// <summary>Rows below the header.</summary>
    public int Rows { get; init; }

    /// <summary>How many cells differ.</summary>
    public int Differences { get; init; }

    /// <summary>The first cells that differ.</summary>
    public IReadOnlyList<Difference> First { get; init; } = [];

    /// <summary>The refusal's code, or the exception's type; null for neither.</summary>
    public string? Code { get; init; }

    /// <summary>The refusal's or the exception's message, or why there is nothing to compare with; null for none.</summary>
    public string? Message { get; init; }

    /// <summary>How long reading took, without comparing: milliseconds.</summary>
    public long Milliseconds { get; init; }

    /// <summary>The most memory that the reader's process had in use for objects while the file was read: bytes above what it had before.</summary>
    public long PeakBytes { get; init; }
}

/// <summary>A cell that differs.</summary>
/// <param name="Place">Where it is: <c>B7</c>.</param>
/// <param name="Kinds">What it is here and there: <c>Number / DateTime</c>.</param>
/// <param name="Ours">Its value here.</param>
/// <param name="Theirs">Its value there.</param>
internal sealed record Difference(string Place, string Kinds, string Ours, string Theirs);
