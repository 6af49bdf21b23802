using System.Reflection;
using System.Text.Json;
using BatchImport.Functions.Endpoints;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using StackExchange.Redis;

namespace BatchImport.Tests.Imports;

/// <summary>A value of <see cref="ImportRecord"/> reaches everything that describes an import.</summary>
public sealed class ImportRecordTests
{
    // As versions before ImportRecord stored them.
    private const string Request =
        """
        {"batchId":"0123","container":"imports","blobName":"customers.csv","eTag":"1","size":10,"metadata":{},"contentType":null,"contentMd5":null,"createdAt":null,
        "modifiedAt":null,"isUnfinished":false,"isAppended":false,"receivedAt":"2026-03-01T12:00:00+00:00","retries":null}
        """;

    private const string Manifest =
        $$"""
        {"request":{{Request}},"owner":"ada@example.com","definition":{"name":"customers","columns":[]},"format":"DelimitedText","sheetName":null,"header":["Id"],
        "droppedColumns":[],"rows":7,"pages":1,"follows":"4567","keyOrigin":null,"content":null,"startedAt":"2026-03-01T12:00:01+00:00"}
        """;

    private const string Summary =
        $$"""
        {"request":{{Request}},"state":"Completed","owner":"ada@example.com","definition":"customers","problem":null,"problemCode":null,
        "counts":{"succeeded":5,"failed":2,"notProcessed":0},"firstErrors":[],"workbookBytes":100,"startedAt":"2026-03-01T12:00:01+00:00",
        "endedAt":"2026-03-01T12:00:02+00:00","mail":"sent"}
        """;

    private static readonly PropertyInfo[] Values = [.. typeof(ImportRecord).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.SetMethod is not null)];

    private static readonly ImportRecord Full = Fill(new ImportRecord());

    [Fact]
    public void Documents_that_earlier_versions_stored_are_read()
    {
        var manifest = JsonSerializer.Deserialize(Manifest, ImportJson.Default.ImportManifest)!;
        var summary = JsonSerializer.Deserialize(Summary, ImportJson.Default.ImportSummary)!;
        var progress = ImportProgress.From(manifest.Request, manifest.Request.ReceivedAt, manifest, summary);

        Assert.Equal(("customers", "customers"), (manifest.Definition.Name, ((ImportRecord)manifest).Definition));
        Assert.Equal(("ada@example.com", "customers", "4567", "sent"), (progress.Owner, progress.Definition, progress.Follows, progress.Mail));
        Assert.Equal((ImportState.Completed, 7, 5, 2, true), (progress.State, progress.Rows, progress.Succeeded, progress.Failed, progress.HasWorkbook));
        Assert.Equal(manifest.Request.ReceivedAt.AddSeconds(1), progress.StartedAt);
        Assert.Equal(manifest.Request.ReceivedAt.AddSeconds(2), progress.FinishedAt);
    }

    [Fact]
    public void Earlier_versions_can_read_the_documents()
    {
        Assert.Empty(Lost(Manifest, JsonSerializer.Serialize(JsonSerializer.Deserialize(Manifest, ImportJson.Default.ImportManifest)!, ImportJson.Default.ImportManifest)));
        Assert.Empty(Lost(Summary, JsonSerializer.Serialize(JsonSerializer.Deserialize(Summary, ImportJson.Default.ImportSummary)!, ImportJson.Default.ImportSummary)));

        // A property that is null may be absent.
        static IEnumerable<string> Lost(string before, string after)
        {
            using var old = JsonDocument.Parse(before);
            using var now = JsonDocument.Parse(after);
            return
            [
                .. old.RootElement.EnumerateObject()
                    .Where(property => property.Value.ValueKind != JsonValueKind.Null)
                    .Where(property => !now.RootElement.TryGetProperty(property.Name, out var value) || value.ValueKind != property.Value.ValueKind)
                    .Select(property => property.Name),
            ];
        }
    }

    [Fact]
    public void Redis_has_every_value()
    {
        var progress = new ImportProgress(Full)
        {
            BatchId = "0123",
            State = ImportState.Completed,
            FileName = "customers.csv",
            ReceivedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch,
        };
        var stored = new List<RedisValue>();
        ImportFields.Add(stored, progress);

        Assert.Equal(progress, ImportFields.Read("0123", [.. stored.Chunk(2).Select(pair => new HashEntry(pair[0], pair[1]))]));
    }

    [Fact]
    public void Documents_and_progress_have_every_value()
    {
        var manifest = new ImportManifest(Full)
        {
            Request = SampleManifest.New().Request,
            Definition = SampleManifest.New().Definition with { Name = Full.Definition! },
            Format = SpreadsheetFormat.DelimitedText,
            Header = [],
            Rows = 0,
            Pages = 0,
        };
        var summary = new ImportSummary(manifest) { Request = manifest.Request, State = ImportState.Completed, EndedAt = DateTimeOffset.UnixEpoch };
        var readManifest = JsonSerializer.Deserialize(JsonSerializer.Serialize(manifest, ImportJson.Default.ImportManifest), ImportJson.Default.ImportManifest)!;
        var readSummary = JsonSerializer.Deserialize(JsonSerializer.Serialize(summary, ImportJson.Default.ImportSummary), ImportJson.Default.ImportSummary)!;

        Assert.All(
            (ImportRecord[])[readManifest, readSummary, ImportProgress.From(manifest.Request, DateTimeOffset.UnixEpoch, manifest), ImportProgress.From(manifest.Request, DateTimeOffset.UnixEpoch, summary: summary), new ProgressChange(summary)],
            each => Assert.Equal(Of(Full), Of(each)));
    }

    [Fact]
    public void The_status_has_every_value()
    {
        var view = ImportView.From(new ImportProgress(Full) { BatchId = "0123", State = ImportState.Completed, FileName = "", ReceivedAt = default, ExpiresAt = default }, DateTimeOffset.UnixEpoch, "");

        Assert.Equal(Of(Full), Of(view));
    }

    private static IEnumerable<object?> Of(ImportRecord record) => Values.Select(property => property.GetValue(record));

    private static ImportRecord Fill(ImportRecord record)
    {
        foreach (var property in Values)
        {
            property.SetValue(record, property.PropertyType == typeof(string) ? property.Name.ToLowerInvariant() : new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        }

        return record;
    }
}
