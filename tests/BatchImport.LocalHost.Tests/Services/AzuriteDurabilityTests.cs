using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using BatchImport.LocalHost.Services;
using BatchImport.Testing;

namespace BatchImport.LocalHost.Tests.Services;

/// <summary>The data that the local Azurite has acknowledged exists after a kill, whenever the kills happen between its periodic saves.</summary>
public sealed class AzuriteDurabilityTests : IDisposable
{
    private const int Kills = 3;
    private const int Workers = 4;
    private const int StepsOfAWorker = 60;

    private readonly TemporaryFolder _folder = new();
    private readonly int[] _ports = Ports.Free(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Blobs_are_there_as_they_were_last_written()
    {
        var expected = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        for (var round = 0; round <= Kills; round++)
        {
            await using var azurite = await StartAsync();
            var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient("kept");
            await container.CreateIfNotExistsAsync(cancellationToken: Stop);
            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            await foreach (var blob in container.GetBlobsAsync(cancellationToken: Stop))
            {
                found[blob.Name] = (await container.GetBlobClient(blob.Name).DownloadContentAsync(Stop)).Value.Content.ToString();
            }

            Assert.Equal(expected.OrderBy(each => each.Key, StringComparer.Ordinal), found.OrderBy(each => each.Key, StringComparer.Ordinal));

            await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => ChangeAsync(container, expected, new Random((round * Workers) + worker), worker)));
            azurite.Kill();
        }
    }

    [Fact]
    public async Task Messages_and_entities_are_there_and_those_that_were_deleted_are_not()
    {
        const int Items = 40;
        await using (var first = await StartAsync())
        {
            var queue = new QueueClient(first.ConnectionString, "kept");
            await queue.CreateAsync(cancellationToken: Stop);
            var table = await CreateTableAsync(first, "kept");
            await CreateTableAsync(first, "empty");
            for (var item = 0; item < Items; item++)
            {
                await queue.SendMessageAsync($"{item}", Stop);
                await table.AddEntityAsync(new TableEntity("partition", $"{item:D2}") { ["Value"] = item }, Stop);
            }

            for (var item = 0; item < Items / 2; item++)
            {
                var message = (await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(5), Stop)).Value;
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Stop);
                await table.DeleteEntityAsync("partition", $"{item:D2}", cancellationToken: Stop);
            }

            await table.UpsertEntityAsync(new TableEntity("partition", $"{Items - 1:D2}") { ["Value"] = -1 }, TableUpdateMode.Replace, Stop);
            first.Kill();
        }

        await using var second = await StartAsync();
        Assert.Equal(Items / 2, (await new QueueClient(second.ConnectionString, "kept").GetPropertiesAsync(Stop)).Value.ApproximateMessagesCount);
        var tables = new TableServiceClient(second.ConnectionString);
        Assert.Equal(["empty", "kept"], await tables.QueryAsync(cancellationToken: Stop).Select(each => each.Name).OrderBy(name => name, StringComparer.Ordinal).ToListAsync(Stop));
        var values = await tables.GetTableClient("kept").QueryAsync<TableEntity>(cancellationToken: Stop).Select(each => each.GetInt32("Value")).ToListAsync(Stop);
        Assert.Equal([.. Enumerable.Range(Items / 2, (Items / 2) - 1), -1], values);
    }

    private static async Task ChangeAsync(BlobContainerClient container, ConcurrentDictionary<string, string> expected, Random random, int worker)
    {
        for (var step = 0; step < StepsOfAWorker; step++)
        {
            // A worker has separate names, so that the expected content of a blob is known.
            var name = $"{worker}/{random.Next(20)}";
            if (random.Next(4) == 0 && expected.ContainsKey(name))
            {
                await container.DeleteBlobAsync(name, cancellationToken: Stop);
                expected.TryRemove(name, out _);
            }
            else
            {
                var content = $"{name} {random.Next()}";
                await container.GetBlobClient(name).UploadAsync(BinaryData.FromString(content), overwrite: true, Stop);
                expected[name] = content;
            }
        }
    }

    private static async Task<TableClient> CreateTableAsync(AzuriteService azurite, string name)
    {
        var table = new TableClient(azurite.ConnectionString, name);
        await table.CreateAsync(Stop);
        return table;
    }

    private Task<AzuriteService> StartAsync() => AzuriteService.StartAsync(
        new AzuriteOptions
        {
            InstallFolder = AzuriteServer.SharedInstallFolder,
            DataFolder = Path.Combine(_folder.Path, "data"),
            LogFolder = _folder.Path,
            BlobPort = _ports[0],
            QueuePort = _ports[1],
            TablePort = _ports[2],
        },
        _ => { },
        Stop);
}
