using System.IO.Compression;
using System.Text.Json;
using System.Text.Unicode;
using BatchImport.Spreadsheets.Text;

namespace BatchImport.Targets.Http;

/// <summary>Reads a target's reply, up to a size and for a limited time.</summary>
internal static class ReplyBody
{
    /// <summary>Bytes of a reply that are read, decompressed: 1 MiB. A longer reply is treated as having neither a reference nor a message.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int FirstBytes = 8 * 1024;

    /// <summary>The reply as JSON; null when it is not JSON, is too long, is incomplete, or does not arrive in time.</summary>
    /// <param name="content">The content of the reply.</param>
    /// <param name="patience">The longest wait for it: the status, which has arrived, decides about the row.</param>
    /// <param name="cancellationToken">Ends the wait, too.</param>
    public static async Task<JsonDocument?> ReadAsync(HttpContent content, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ends.CancelAfter(patience);
        try
        {
            return await ReadBytesAsync(content, ends.Token) is { } bytes ? Parse(bytes, content.Headers.ContentType?.CharSet) : null;
        }
        catch (Exception ex) when (ex is JsonException or IOException or HttpRequestException or InvalidDataException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The element at a JSON pointer (RFC 6901); null when the reply has none.</summary>
    public static JsonElement? Find(JsonDocument? reply, string? pointer)
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

        return element;
    }

    /// <summary>A text, number or boolean as text; null for anything else.</summary>
    public static string? Text(JsonElement? value)
    {
        try
        {
            return value?.ValueKind switch
            {
                JsonValueKind.String => value.Value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is not text.
            return null;
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken);
        await using var body = Decompressed(stream, content.Headers.ContentEncoding.LastOrDefault());
        var buffer = new byte[FirstBytes];
        var length = 0;
        while (true)
        {
            var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += read;
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            if (length > MaxBytes)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * length);
            }
        }
    }

    // The request asks for no compression, which some servers ignore.
    private static Stream Decompressed(Stream stream, string? encoding) => encoding?.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(stream, CompressionMode.Decompress),
        "br" => new BrotliStream(stream, CompressionMode.Decompress),
        "deflate" => new ZLibStream(stream, CompressionMode.Decompress),
        _ => stream,
    };

    /// <summary>JSON is UTF-8 (RFC 8259), but servers also send the encoding that they name, or Windows-1252 without a name.</summary>
    private static JsonDocument? Parse(ReadOnlyMemory<byte> bytes, string? charSet)
    {
        var named = charSet is null ? null : TextEncoding.Find(charSet.Trim('"'));
        var (encoding, mark) = bytes.Span switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (TextEncoding.Utf8, 3),
            [0xFF, 0xFE, ..] => (TextEncoding.Utf16LittleEndian, 2),
            [0xFE, 0xFF, ..] => (TextEncoding.Utf16BigEndian, 2),
            _ => (named is null || named == TextEncoding.Utf8 ? Unnamed(bytes.Span) : named, 0),
        };
        var content = bytes[mark..];
        return encoding == TextEncoding.Utf8 ? JsonDocument.Parse(content) : encoding.TryDecode(content.Span) is { } text ? JsonDocument.Parse(text) : null;
    }

    private static TextEncoding Unnamed(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? TextEncoding.Utf8 : TextEncoding.Windows1252;
}
