using System.Text.Json.Serialization;

namespace BatchImport.LocalHost.Hosting;

/// <summary>An import, as <c>GET imports/{id}</c> shows it: the part that the command line reads.</summary>
internal sealed record ImportStatus
{
    /// <summary>The import's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it is: queued, staging, processing, paused, cancelling, composing, sending, completed, rejected, failed, cancelled.</summary>
    public required string State { get; init; }

    /// <summary>True when nothing changes any more.</summary>
    public bool IsFinal { get; init; }

    /// <summary>The file's own name; it may hold anything.</summary>
    public required string FileName { get; init; }

    /// <summary>Who gets the mail; null while unknown.</summary>
    public string? Owner { get; init; }

    /// <summary>The definition's name; null while unknown.</summary>
    public string? Definition { get; init; }

    /// <summary>The import whose rows these are, mended or run again; null for a file of its own.</summary>
    public string? Follows { get; init; }

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

    /// <summary>When the file arrived.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When its rows began to be read; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When everything about it is forgotten.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Why it was rejected or failed; null else.</summary>
    public string? Problem { get; init; }

    /// <summary>The stable word for <see cref="Problem"/>; null else.</summary>
    public string? ProblemCode { get; init; }

    /// <summary>The result mail: sent, failed, or null while not tried.</summary>
    public string? Mail { get; init; }

    /// <summary>What may be asked of it now: pause, resume, cancel, retry, resend.</summary>
    public IReadOnlyList<string> Moves { get; init; } = [];

    /// <summary>The import's own address.</summary>
    public string? Url { get; init; }

    /// <summary>Where the workbook can be had; null while there is none.</summary>
    public string? WorkbookUrl { get; init; }

    /// <summary>True when the import completed.</summary>
    [JsonIgnore]
    public bool IsCompleted => State == "completed";
}
