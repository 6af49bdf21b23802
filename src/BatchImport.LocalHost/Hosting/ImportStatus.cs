namespace BatchImport.LocalHost.Hosting;

/// <summary>An import, as <c>GET imports/{id}</c> shows it: the part that the command line reads.</summary>
internal sealed record ImportStatus
{
    /// <summary>Where it is: queued, staging, processing, composing, sending, completed, rejected, failed.</summary>
    public required string State { get; init; }

    /// <summary>True when nothing changes any more.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Rows in the file; null while they are counted.</summary>
    public int? Rows { get; init; }

    /// <summary>Rows with a result.</summary>
    public int Processed { get; init; }

    /// <summary>Rows that arrived.</summary>
    public int Succeeded { get; init; }

    /// <summary>Rows that are errors.</summary>
    public int Failed { get; init; }

    /// <summary>Rows processed a second; null while unknown.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>Seconds until the last row has its result; null while unknown.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>Why it was rejected or failed; null else.</summary>
    public string? Problem { get; init; }

    /// <summary>The stable word for <see cref="Problem"/>; null else.</summary>
    public string? ProblemCode { get; init; }

    /// <summary>The result mail: sent, failed, or null while not tried.</summary>
    public string? Mail { get; init; }

    /// <summary>Where the workbook can be had; null while there is none.</summary>
    public string? WorkbookUrl { get; init; }

    /// <summary>True when the import completed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsCompleted => State == "completed";
}
