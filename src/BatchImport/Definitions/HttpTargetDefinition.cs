namespace BatchImport.Definitions;

/// <summary>One request per row.</summary>
public sealed record HttpTargetDefinition
{
    /// <summary>
    /// The header that carries the row's idempotency key unless the definition names another: that of the IETF draft, which payment services use.
    /// </summary>
    public const string DefaultIdempotencyHeader = "Idempotency-Key";

    /// <summary>The address: fixed text up to the path; in path and query, <c>{Column}</c> is replaced by the row's value, percent-encoded.</summary>
    public required string Url { get; init; }

    /// <summary>POST, PUT, PATCH, DELETE or GET. Default: POST.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Header fields: fixed text, and <c>{setting:Name}</c> for a secret in the settings under <c>Targets:Secrets</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The JSON body. A text that consists of <c>{Column}</c> only becomes the row's value with its type; <c>{Column}</c> within a longer text
    /// becomes the value's text. Null for an object of all columns.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>The status codes that mean that the target accepted the row. Empty, the default, for every 2xx.</summary>
    public IReadOnlyList<int> Success { get; init; } = [];

    /// <summary>The JSON pointer (RFC 6901) to the target's name for the row in the reply; null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>The JSON pointer to the reason of a refusal in the reply; null for none.</summary>
    public string? Message { get; init; }

    /// <summary>The header that carries the row's idempotency key.</summary>
    public string IdempotencyHeader { get; init; } = DefaultIdempotencyHeader;
}
