using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Imports;
using BatchImport.Testing;
using OfficeOpenXml;

namespace BatchImport.EndToEnd.Tests;

/// <summary>A host that is killed in the middle of an import, and one that is started again.</summary>
public sealed class KilledHostTests
{
    private const int Rows = 5_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_goes_on_where_a_killed_host_left_it_with_every_row_in_the_workbook_once()
    {
        await using var host = new HostProcess();
        host.Environment["Import__RowsPerActivity"] = "5";
        await host.StartAsync(Stop);
        var id = await DropAsync(host);
        using var http = new HttpClient { BaseAddress = host.Address };
        await WaitAsync(http, id, import => import.TryGetProperty("processed", out var processed) && processed.GetInt32() is > 0 and < Rows);

        host.Kill();
        await host.StartAsync(Stop);

        var ended = await WaitAsync(http, id, import => import.GetProperty("isFinal").GetBoolean() && import.TryGetProperty("finishedAt", out _));
        Assert.Equal(("completed", Rows), (ended.GetProperty("state").GetString(), ended.GetProperty("succeeded").GetInt32()));
        using var workbook = new ExcelPackage(new MemoryStream(await http.GetByteArrayAsync(new Uri($"api/imports/{id}/workbook", UriKind.Relative), Stop)));
        var sheet = workbook.Workbook.Worksheets["Success"];
        var numbers = Enumerable.Range(2, sheet.Dimension.End.Row - 1).Select(row => int.Parse(sheet.Cells[row, 1].Text, CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(1, Rows), numbers);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(host.StateFolder, "outbox"), $"{id}*.eml"));
    }

    private static async Task<string> DropAsync(HostProcess host)
    {
        var csv = new StringBuilder("No,Name\n").AppendJoin("", Enumerable.Range(1, Rows).Select(number => $"{number},name {number}\n"));
        var blob = new BlobServiceClient(host.StorageConnectionString).GetBlobContainerClient(StorageContainers.ImportsName).GetBlobClient("killed.csv");
        var options = new BlobUploadOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = "ada@example.com" } };
        BlobContentInfo written = await blob.UploadAsync(BinaryData.FromString(csv.ToString()), options, Stop);
        return ImportId.For(StorageContainers.ImportsName, "killed.csv", written.ETag.ToString());
    }

    private static async Task<JsonElement> WaitAsync(HttpClient http, string id, Func<JsonElement, bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var response = await http.GetAsync($"api/imports/{id}", Stop);
            if (response.IsSuccessStatusCode && JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)) is var import && condition(import))
            {
                return import;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(120), $"Import {id} did not get there in time.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), Stop);
        }
    }
}
