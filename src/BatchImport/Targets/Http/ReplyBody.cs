using System.Text.Json;

namespace BatchImport.Targets.Http;

/// <summary>Reads a target's reply up to a limit.</summary>
internal static class ReplyBody
{
    /// <summary>Bytes of a reply that are read: 64 KiB. A reference or a message is in the first few; a longer reply is treated as having neither.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The reply as JSON; null when it is not JSON, is too long, or is incomplete.</summary>
    public static async Task<JsonDocument?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes + 1];
        var length = 0;
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken);
            await using (stream)
            {
                length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            }

            return length is 0 or > MaxBytes ? null : JsonDocument.Parse(buffer.AsMemory(0, length));
        }
        catch (Exception ex) when (ex is JsonException or IOException or HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The text, number or boolean at a JSON pointer (RFC 6901); null when the reply has none.</summary>
    public static string? Find(JsonDocument? reply, string? pointer)
    {
        if (reply is null || pointer is null)
        {
            return null;
        }

        var element = reply.RootElement;
        foreach (var segment in pointer.Split('/')[1..])
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var property))
            {
                element = property;
            }
            else if (element.ValueKind == JsonValueKind.Array && int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < element.GetArrayLength())
            {
                element = element[index];
            }
            else
            {
                return null;
            }
        }

        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is not text.
            return null;
        }
    }
}
