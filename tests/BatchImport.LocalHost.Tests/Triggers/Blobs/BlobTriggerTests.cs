using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using BatchImport.LocalHost.Services;
using BatchImport.LocalHost.Triggers.Blobs;
using BatchImport.Testing;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.LocalHost.Tests.Triggers.Blobs;

public sealed class BlobTriggerTests(AzuriteServer azurite) : BlobTriggerTestBase(azurite)
{
    [Fact]
    public async Task Each_version_of_each_blob_is_delivered_once_over_restarts_too()
    {
        await using (await Host.StartAsync(Received, typeof(Eater)))
        {
            await PutAsync("a.csv", "1");
            await PutAsync("folder/b.csv", "2");
            await Eventually.HoldsAsync(() => Received.Seen.Count == 2, "two blobs are delivered");
        }

        // A blob that is dropped while no host runs is found at the next start; processed ones are not processed again.
        await PutAsync("c.csv", "3");
        await using (await Host.StartAsync(Received, typeof(Eater)))
        {
            await Eventually.HoldsAsync(() => Received.Seen.Count == 3, "the blob dropped meanwhile is delivered");
            await PutAsync("a.csv", "4");
            await Eventually.HoldsAsync(() => Received.Seen.Count == 4, "the new version is delivered");
        }

        Assert.Equal(["a.csv=1", "a.csv=4", "c.csv=3", "folder/b.csv=2"], Received.Seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AHost_with_another_state_folder_delivers_only_what_noHost_has_delivered()
    {
        await using (await Host.StartAsync(Received, typeof(Eater)))
        {
            await PutAsync("ada@example.com/a.csv", "1");
            await PutAsync("b.csv", "2");
            await PutAsync("gone.csv", "3");
            await Eventually.HoldsAsync(() => Received.Done == 3, "the blobs are delivered");
            await PutAsync("b.csv", "4");
            await Eventually.HoldsAsync(() => Received.Done == 4, "the new version is delivered");
            await Container.DeleteBlobAsync("gone.csv", cancellationToken: TestContext.Current.CancellationToken);
            await Eventually.HoldsAsync(async () => (await ReceiptsAsync()).Count == 2, "the receipts of versions that are gone are gone");
        }

        await PutAsync("c.csv", "5");
        using var folder = new TemporaryFolder();
        await using (await Host.StartAsync(Received, typeof(Eater), folder.Path))
        {
            await Eventually.HoldsAsync(() => Received.Done == 5, "the blob dropped meanwhile is delivered");
            await PutAsync("d.csv", "6");
            await Eventually.HoldsAsync(() => Received.Done == 6, "the next blob is delivered");
        }

        Assert.Equal(6, Received.Seen.Count);
        Assert.DoesNotContain(await ReceiptsAsync(), name => name.Contains("ada@", StringComparison.Ordinal));

        async Task<List<string>> ReceiptsAsync()
        {
            var names = new List<string>();
            var options = new GetBlobsOptions { Prefix = $"blobreceipts/localhost-{Host.HubName}/eater/" };
            var container = new BlobServiceClient(Azurite.ConnectionString).GetBlobContainerClient("azure-webjobs-hosts");
            await foreach (var receipt in container.GetBlobsAsync(options, TestContext.Current.CancellationToken))
            {
                names.Add(receipt.Name);
            }

            return names;
        }
    }

    [Fact]
    public async Task A_damaged_file_of_receipts_is_named_and_kept_and_the_next_start_delivers_nothing_twice()
    {
        await using (await Host.StartAsync(Received, typeof(Eater)))
        {
            await PutAsync("a.csv", "1");
            await Eventually.HoldsAsync(() => Received.Done == 1, "the blob is delivered");
        }

        var file = new StateFolder(Host.StateFolder).Triggers;
        await File.WriteAllTextAsync(file, new string('?', 10_000), TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<LocalHostException>(() => Host.StartAsync(Received, typeof(Eater)));

        Assert.StartsWith($"The file {file} is damaged", exception.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Host.StateFolder, "triggers.db.corrupt-*"), name => !name.EndsWith("-wal", StringComparison.Ordinal) && !name.EndsWith("-shm", StringComparison.Ordinal));
        await using (await Host.StartAsync(Received, typeof(Eater)))
        {
            await PutAsync("b.csv", "2");
            await Eventually.HoldsAsync(() => Received.Done == 2, "the next blob is delivered");
        }

        Assert.Equal(2, Received.Seen.Count);
    }

    [Fact]
    public async Task A_blob_whose_function_failed_is_tried_again_and_then_done()
    {
        Received.FailuresLeft = 2;
        await using var app = await Host.StartAsync(Received, typeof(Eater));

        await PutAsync("a.csv", "1");

        await Eventually.HoldsAsync(() => Received.Seen.Count == 3, "the third attempt is made");
        await Eventually.HoldsAsync(() => Host.Log.Lines.Count(line => line.Contains("attempt", StringComparison.Ordinal)) == 2, "both failures are logged");
        Assert.DoesNotContain(Host.Log.Lines, line => line.Contains("a.csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_blob_whose_function_keeps_failing_ends_as_a_message_in_the_poison_queue()
    {
        Received.FailuresLeft = int.MaxValue;
        var eTag = "";
        await using (await Host.StartAsync(Received, typeof(Eater)))
        {
            eTag = await PutAsync("poison.csv", "1");
            await Eventually.HoldsAsync(() => Host.Log.Lines.Any(line => line.Contains("gave up blob version", StringComparison.Ordinal)), "the blob is given up");
        }

        var queue = new QueueClient(Azurite.ConnectionString, PoisonBlobQueue.Name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        var messages = await queue.PeekMessagesAsync(32, TestContext.Current.CancellationToken);
        var message = messages.Value.Select(each => JsonDocument.Parse(each.MessageText).RootElement).Single(each => Text(each, "ContainerName") == Host.ContainerName);
        Assert.Equal("BlobTrigger", Text(message, "Type"));
        Assert.Equal("Host.Functions.Eater", Text(message, "FunctionId"));
        Assert.Equal("BlockBlob", Text(message, "BlobType"));
        Assert.Equal("poison.csv", Text(message, "BlobName"));
        Assert.Equal(eTag.Trim('"'), Text(message, "ETag")!.Trim('"'));
        Assert.Equal(3, Received.Seen.Count);

        // The next host does not process it.
        Received.FailuresLeft = 0;
        await using (await Host.StartAsync(Received, typeof(Eater)))
        {
            await PutAsync("good.csv", "2");
            await Eventually.HoldsAsync(() => Received.Seen.Contains("good.csv=2"), "the next blob is delivered");
        }

        Assert.Equal(4, Received.Seen.Count);
    }

    [Fact]
    public async Task An_attempt_that_theHost_s_stop_cut_short_is_made_again_and_not_counted()
    {
        Received.HangsLeft = 5;
        for (var i = 0; i < 5; i++)
        {
            await using var app = await Host.StartAsync(Received, typeof(Eater));
            if (i == 0)
            {
                await PutAsync("a.csv", "1");
            }

            await Eventually.HoldsAsync(() => Received.Seen.Count == i + 1, "the attempt began");
        }

        await using (await Host.StartAsync(Received, typeof(Eater)))
        {
            await Eventually.HoldsAsync(() => Received.Done == 1, "the blob is done at last");
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
