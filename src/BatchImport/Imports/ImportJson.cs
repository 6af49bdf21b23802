using BatchImport.Staging;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchImport.Imports;

/// <summary>The JSON of the documents stored beside the pages; generated at build time, so that the first import needs no reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(ImportManifest))]
[JsonSerializable(typeof(ImportSummary))]
[JsonSerializable(typeof(IssuedCommand))]
[JsonSerializable(typeof(ImportWait))]
[JsonSerializable(typeof(ContentClaim))]
[JsonSerializable(typeof(ImportWebhooks))]
[JsonSerializable(typeof(IReadOnlyList<WebhookResult>))]
internal sealed partial class ImportJson : JsonSerializerContext;
