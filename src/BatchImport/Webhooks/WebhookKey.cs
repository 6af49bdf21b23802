namespace BatchImport.Webhooks;

/// <summary>The form of the keys that sign messages.</summary>
internal static class WebhookKey
{
    /// <summary>The rule, as the end of a sentence.</summary>
    public const string Rule = "whsec_ and 24 to 64 random bytes in Base64";

    private const string Prefix = "whsec_";

    // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#symmetric: 24 to 64 bytes.
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    /// <summary>True for a key.</summary>
    public static bool IsValid(string text)
    {
        Span<byte> bytes = stackalloc byte[LongestKey + 3];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) && length is >= ShortestKey and <= LongestKey;
    }
}
