using System.Text.Json.Serialization;

namespace BatchImport.Imports;

/// <summary>
/// What is known of an import wherever it is described: in its stored documents, in its progress in Redis, in the workbook, in the mail and in the status
/// over HTTP. Each of these extends this record and copies it as a whole; a value is null until it is known. <c>docs/architecture.md</c> describes how
/// to add a value.
/// </summary>
public record ImportRecord
{
    /// <summary>An import of which nothing is known.</summary>
    public static ImportRecord Unknown { get; } = new();

    /// <summary>The recipient of the mail; null while unknown.</summary>
    public string? Owner { get; init; }

    /// <summary>The definition's name; null while unknown.</summary>
    public string? Definition { get; init; }

    /// <summary>The import that these rows come from, corrected or retried; null for a new file.</summary>
    public string? Follows { get; init; }

    /// <summary>When the reading of the rows began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Why it was rejected or failed, for people; otherwise, null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    /// <summary>The stable code for <see cref="Problem"/>; otherwise, null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProblemCode { get; init; }

    /// <summary>The state of the result mail, a value of <see cref="MailState"/>; null before the first attempt.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mail { get; init; }
}
