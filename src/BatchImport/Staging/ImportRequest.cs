using BatchImport.Common;

namespace BatchImport.Staging;

/// <summary>One dropped file version. Stored beside the staged rows, so that neither Redis nor the run's history has to contain it.</summary>
public sealed record ImportRequest
{
    /// <summary>The import's id, from <see cref="ImportId"/>.</summary>
    public required string BatchId { get; init; }

    /// <summary>The blob container the file was dropped into.</summary>
    public required string Container { get; init; }

    /// <summary>The blob's name in the container, folders included.</summary>
    public required string BlobName { get; init; }

    /// <summary>The blob's version: its ETag, without quotes.</summary>
    public required string ETag { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>
    /// The blob's metadata. Names are compared without case, also after deserialization: HTTP clients change the case of header names.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Metadata
    {
        get;
        init => field = WithoutCase(value);
    }

    /// <summary>The file's media type, as the blob has it; null when it is unknown.</summary>
    public string? ContentType { get; init; }

    /// <summary>The MD5 of the content in base64, as the blob has it; null when it has none that can be relied on.</summary>
    public string? ContentMd5 { get; init; }

    /// <summary>When the blob was created, in whole seconds; null when it is unknown.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the blob, its metadata or its properties were changed last, in whole seconds; null when it is unknown.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>True when the file may still be growing: an append blob, or an empty one, which clients create before they write to it.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>True for an append blob: its import waits until no more is appended, and then reads the blob.</summary>
    public bool IsAppended { get; init; }

    /// <summary>When the file was first detected.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The import whose undelivered rows are retried in this one; null for a dropped file. The blob is that of the earlier import.</summary>
    public string? Retries { get; init; }

    /// <summary>True for an upload over HTTP: its folder has a random name.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsUploaded => Metadata.ContainsKey(UploadedFile.UploadedMetadata);

    /// <summary>The file's own name, without folders.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string FileName => BlobName[(BlobName.LastIndexOf('/') + 1)..];

    private static Dictionary<string, string> WithoutCase(IReadOnlyDictionary<string, string> metadata)
    {
        var known = new Dictionary<string, string>(metadata.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in metadata)
        {
            known.TryAdd(name, value);
        }

        return known;
    }
}
