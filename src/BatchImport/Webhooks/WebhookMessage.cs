using System.Text.Json;
using System.Text.Json.Serialization;
using BatchImport.Imports;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace BatchImport.Webhooks;

/// <summary>The message about the end of an import: a CloudEvent with counts and links, and without data of rows and addresses of people.</summary>
internal static class WebhookMessage
{
    // The attribute source is a URI reference that identifies the product.
    private static readonly Uri Source = new("/batchimport", UriKind.Relative);

    private static readonly JsonEventFormatter Formatter = new(
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull },
        default);

    /// <summary>The id of a message, the same for every attempt: receivers recognize repetitions by it.</summary>
    public static string IdOf(string batchId, string name) => $"{batchId}-{name}";

    /// <summary>Creates a message.</summary>
    /// <param name="summary">The end of the import.</param>
    /// <param name="name">The event.</param>
    /// <param name="baseUrl">The address of the API; null for relative links.</param>
    /// <param name="paths">The paths in it.</param>
    /// <returns>JSON in UTF-8.</returns>
    public static ReadOnlyMemory<byte> Create(ImportSummary summary, string name, string? baseUrl, IImportPaths paths)
    {
        var id = summary.Request.BatchId;
        var root = baseUrl?.TrimEnd('/') + "/";
        var message = new CloudEvent
        {
            Id = IdOf(id, name),
            Source = Source,
            Type = name,
            Subject = id,
            Time = summary.EndedAt,
            DataContentType = "application/json",
            Data = new Content
            {
                Id = id,
                State = JsonNamingPolicy.CamelCase.ConvertName(summary.State.ToString()),
                FileName = summary.Request.FileName,
                Definition = summary.Definition,
                Succeeded = summary.Counts?.Succeeded,
                Failed = summary.Counts?.Failed,
                NotProcessed = summary.Counts?.NotProcessed,
                ProblemCode = summary.ProblemCode,
                ReceivedAt = summary.Request.ReceivedAt,
                StartedAt = summary.StartedAt,
                EndedAt = summary.EndedAt,
                Links = new() { Import = root + paths.Status(id), Workbook = summary.WorkbookBytes is null ? null : root + paths.Workbook(id) },
            },
        };
        return Formatter.EncodeStructuredModeMessage(message, out _);
    }

    private sealed record Content
    {
        public required string Id { get; init; }

        public required string State { get; init; }

        public required string FileName { get; init; }

        public string? Definition { get; init; }

        public int? Succeeded { get; init; }

        public int? Failed { get; init; }

        public int? NotProcessed { get; init; }

        public string? ProblemCode { get; init; }

        public DateTimeOffset ReceivedAt { get; init; }

        public DateTimeOffset? StartedAt { get; init; }

        public DateTimeOffset EndedAt { get; init; }

        public required MessageLinks Links { get; init; }
    }

    private sealed record MessageLinks
    {
        public required string Import { get; init; }

        public string? Workbook { get; init; }
    }
}
