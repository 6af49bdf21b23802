using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using BatchImport.Targets.Http;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace BatchImport.Targets.Queue;

/// <summary>The message of a row: a CloudEvent as JSON, whose id is the row's key.</summary>
/// <param name="source">The attribute <c>source</c>: the definition, as a URI reference.</param>
/// <param name="type">The attribute <c>type</c>.</param>
/// <param name="body">The data.</param>
/// <param name="time">The time of the message.</param>
internal sealed class RowEvent(Uri source, string type, RowBody body, TimeProvider time)
{
    private static readonly JsonEventFormatter Formatter = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }, default);

    /// <summary>The attribute <c>type</c>.</summary>
    public string Type => type;

    /// <summary>The message of a row, in UTF-8.</summary>
    public BinaryData For(in RowDelivery row)
    {
        using var data = JsonDocument.Parse(body.For(row));
        var message = new CloudEvent
        {
            Id = row.IdempotencyKey,
            Source = source,
            Type = type,
            Subject = string.Create(CultureInfo.InvariantCulture, $"{row.BatchId}/{row.Number}"),
            Time = time.GetUtcNow(),
            DataContentType = "application/json",
            Data = data.RootElement,
        };
        return BinaryData.FromBytes(Formatter.EncodeStructuredModeMessage(message, out _));
    }
}
