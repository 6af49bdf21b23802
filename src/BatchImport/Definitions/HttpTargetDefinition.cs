namespace BatchImport.Definitions;

/// <summary>One request per row.</summary>
public sealed record HttpTargetDefinition
{
    /// <summary>The header that carries the row's idempotency key unless the definition names another: that of the IETF draft, which payment services use.</summary>
    public const string DefaultIdempotencyHeader = "Idempotency-Key";

    /// <summary>The address: fixed text up to the path; in path and query, <c>{Column}</c> stands for the row's value, percent-encoded.</summary>
    public required string Url { get; init; }

    /// <summary>POST, PUT, PATCH, DELETE or GET. Default: POST.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Header fields: fixed text, and <c>{setting:Name}</c> for a secret in the settings under <c>Targets:Secrets</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The JSON body, in which a text that is nothing but <c>{Column}</c> becomes the row's value with its type, and <c>{Column}</c> within a
    /// longer text its text. Null for an object of all columns.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>The status codes that mean that the row arrived. Empty, the default, for every 2xx.</summary>
    public IReadOnlyList<int> Success { get; init; } = [];

    /// <summary>Where in the reply the target says what it calls the row: a JSON pointer (RFC 6901); null for nowhere.</summary>
    public string? Reference { get; init; }

    /// <summary>Where in the reply the target says why it refuses a row: a JSON pointer; null for nowhere.</summary>
    public string? Message { get; init; }

    /// <summary>The header that carries the row's idempotency key.</summary>
    public string IdempotencyHeader { get; init; } = DefaultIdempotencyHeader;
}
