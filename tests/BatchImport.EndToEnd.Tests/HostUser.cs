using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Common;
using BatchImport.Staging;
using BatchImport.Testing;
using MimeKit;
using OfficeOpenXml;

namespace BatchImport.EndToEnd.Tests;

/// <summary>Uses a host as users do: by blobs, HTTP and mails.</summary>
/// <param name="address">Where the host serves.</param>
/// <param name="storage">The connection string for storage clients.</param>
/// <param name="outbox">The folder of its mails.</param>
public sealed class HostUser(Uri address, string storage, string outbox) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LookDelay = TimeSpan.FromMilliseconds(10);

    public HttpClient Http { get; } = new() { BaseAddress = address };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Drops a file as any storage client does.</summary>
    /// <returns>The import's id.</returns>
    public async Task<string> DropAsync(string name, BinaryData content, params (string Name, string Value)[] metadata)
    {
        var options = new BlobUploadOptions { Metadata = metadata.ToDictionary(each => each.Name, each => each.Value, StringComparer.Ordinal) };
        BlobContentInfo written = await Blob(name).UploadAsync(content, options, Stop);
        return ImportId.For(StorageContainers.ImportsName, name, written.ETag.ToString());
    }

    public BlobClient Blob(string name) => Container(StorageContainers.ImportsName).GetBlobClient(name);

    /// <summary>Stores a definition with the column Id, a whole number, whose rows are sent to a target that can delay its answers.</summary>
    /// <param name="name">The definition's name, and the gate of the target.</param>
    /// <param name="target">The target.</param>
    public async Task DefineAsync(string name, HeldTarget target)
    {
        var json = string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "name": "{{name}}",
              "columns": [ { "name": "Id", "type": "integer" } ],
              "target": { "type": "http", "url": "http://127.0.0.1:{{target.Port}}/{{name}}/{Id}", "timeoutSeconds": 300, "attempts": 1, "breaker": false }
            }
            """);
        await Container(StorageContainers.DefinitionsName).CreateIfNotExistsAsync(cancellationToken: Stop);
        await Container(StorageContainers.DefinitionsName).GetBlobClient($"{name}.json").UploadAsync(BinaryData.FromString(json), overwrite: true, Stop);
    }

    /// <summary>Drops a file with the column Id, the whole numbers from 1, for <see cref="DefineAsync"/>'s definition.</summary>
    /// <returns>The import's id.</returns>
    public Task<string> DropIdsAsync(string definition, int rows) => DropAsync(
        $"{definition}.csv",
        BinaryData.FromString(new StringBuilder("Id\n").AppendJoin('\n', Enumerable.Range(1, rows)).ToString()),
        ("owner", "ada@example.com"),
        ("definition", definition));

    /// <summary>Waits until an import has ended.</summary>
    /// <returns>Its status, as the endpoint returns it.</returns>
    public Task<JsonElement> EndAsync(string id) =>
        UntilAsync(id, import => import.GetProperty("isFinal").GetBoolean() && import.TryGetProperty("finishedAt", out _), "end");

    /// <summary>Waits until an import meets a condition.</summary>
    /// <returns>Its status, as the endpoint returns it.</returns>
    public async Task<JsonElement> UntilAsync(string id, Func<JsonElement, bool> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var response = await Http.GetAsync($"api/imports/{id}", Stop);
            if (response.IsSuccessStatusCode && JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)) is var import && condition(import))
            {
                return import;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"Import {id} did not {what} within {Patience.TotalSeconds} s.");
            await Task.Delay(LookDelay, Stop);
        }
    }

    /// <summary>The mails about an import.</summary>
    public IReadOnlyList<MimeMessage> Mails(string id) => [.. Directory.EnumerateFiles(outbox, $"{id}*.eml").Select(file => MimeMessage.Load(file))];

    /// <summary>The workbook's sheets, downloaded as by the page: rows of values, the header first.</summary>
    public async Task<Dictionary<string, object?[][]>> WorkbookAsync(string id)
    {
        using var package = new ExcelPackage(new MemoryStream(await Http.GetByteArrayAsync(new Uri($"api/imports/{id}/workbook", UriKind.Relative), Stop)));
        return package.Workbook.Worksheets.ToDictionary(sheet => sheet.Name, Values, StringComparer.Ordinal);
    }

    public void Dispose() => Http.Dispose();

    private BlobContainerClient Container(string name) => new BlobServiceClient(storage).GetBlobContainerClient(name);

    private static object?[][] Values(ExcelWorksheet sheet)
    {
        var end = sheet.Dimension.End;
        return [.. Enumerable.Range(1, end.Row).Select(row => Enumerable.Range(1, end.Column).Select(column => sheet.Cells[row, column].Value).ToArray())];
    }
}
