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

public sealed class BlobTriggerTests(AzuriteServer azurite) : IDisposable
{
    private readonly TriggerHost _host = new(azurite);
    private readonly Record _record = new();

    private BlobContainerClient Container => new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(_host.ContainerName);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Each_version_of_each_blob_is_delivered_once_over_restarts_too()
    {
        await using (await _host.StartAsync(_record, typeof(Eater)))
        {
            await PutAsync("a.csv", "1");
            await PutAsync("folder/b.csv", "2");
            await Eventually.HoldsAsync(() => _record.Seen.Count == 2, "two blobs are delivered");
        }

        // A blob that is dropped while no host runs is found at the next start; processed ones are not processed again.
        await PutAsync("c.csv", "3");
        await using (await _host.StartAsync(_record, typeof(Eater)))
        {
            await Eventually.HoldsAsync(() => _record.Seen.Count == 3, "the blob dropped meanwhile is delivered");
            await PutAsync("a.csv", "4");
            await Eventually.HoldsAsync(() => _record.Seen.Count == 4, "the new version is delivered");
        }

        Assert.Equal(["a.csv=1", "a.csv=4", "c.csv=3", "folder/b.csv=2"], _record.Seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_host_with_another_state_folder_delivers_only_what_no_host_has_delivered()
    {
        await using (await _host.StartAsync(_record, typeof(Eater)))
        {
            await PutAsync("ada@example.com/a.csv", "1");
            await PutAsync("b.csv", "2");
            await PutAsync("gone.csv", "3");
            await Eventually.HoldsAsync(() => _record.Done == 3, "the blobs are delivered");
            await PutAsync("b.csv", "4");
            await Eventually.HoldsAsync(() => _record.Done == 4, "the new version is delivered");
            await Container.DeleteBlobAsync("gone.csv", cancellationToken: TestContext.Current.CancellationToken);
            await Eventually.HoldsAsync(async () => (await ReceiptsAsync()).Count == 2, "the receipts of versions that are gone are gone");
        }

        await PutAsync("c.csv", "5");
        using var folder = new TemporaryFolder();
        await using (await _host.StartAsync(_record, typeof(Eater), folder.Path))
        {
            await Eventually.HoldsAsync(() => _record.Done == 5, "the blob dropped meanwhile is delivered");
            await PutAsync("d.csv", "6");
            await Eventually.HoldsAsync(() => _record.Done == 6, "the next blob is delivered");
        }

        Assert.Equal(6, _record.Seen.Count);
        Assert.DoesNotContain(await ReceiptsAsync(), name => name.Contains("ada@", StringComparison.Ordinal));

        async Task<List<string>> ReceiptsAsync()
        {
            var names = new List<string>();
            var options = new GetBlobsOptions { Prefix = $"blobreceipts/localhost-{_host.HubName}/eater/" };
            var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient("azure-webjobs-hosts");
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
        await using (await _host.StartAsync(_record, typeof(Eater)))
        {
            await PutAsync("a.csv", "1");
            await Eventually.HoldsAsync(() => _record.Done == 1, "the blob is delivered");
        }

        var file = new StateFolder(_host.StateFolder).Triggers;
        await File.WriteAllTextAsync(file, new string('?', 10_000), TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<LocalHostException>(() => _host.StartAsync(_record, typeof(Eater)));

        Assert.StartsWith($"The file {file} is damaged", exception.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_host.StateFolder, "triggers.db.corrupt-*"), name => !name.EndsWith("-wal", StringComparison.Ordinal) && !name.EndsWith("-shm", StringComparison.Ordinal));
        await using (await _host.StartAsync(_record, typeof(Eater)))
        {
            await PutAsync("b.csv", "2");
            await Eventually.HoldsAsync(() => _record.Done == 2, "the next blob is delivered");
        }

        Assert.Equal(2, _record.Seen.Count);
    }

    [Fact]
    public async Task A_blob_whose_function_failed_is_tried_again_and_then_done()
    {
        _record.FailuresLeft = 2;
        await using var app = await _host.StartAsync(_record, typeof(Eater));

        await PutAsync("a.csv", "1");

        await Eventually.HoldsAsync(() => _record.Seen.Count == 3, "the third attempt is made");
        await Eventually.HoldsAsync(() => _host.Log.Lines.Count(line => line.Contains("attempt", StringComparison.Ordinal)) == 2, "both failures are logged");
        Assert.DoesNotContain(_host.Log.Lines, line => line.Contains("a.csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_blob_whose_function_keeps_failing_ends_as_a_message_in_the_poison_queue()
    {
        _record.FailuresLeft = int.MaxValue;
        var eTag = "";
        await using (await _host.StartAsync(_record, typeof(Eater)))
        {
            eTag = await PutAsync("poison.csv", "1");
            await Eventually.HoldsAsync(() => _host.Log.Lines.Any(line => line.Contains("gave up blob version", StringComparison.Ordinal)), "the blob is given up");
        }

        var queue = new QueueClient(azurite.ConnectionString, PoisonBlobQueue.Name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        var messages = await queue.PeekMessagesAsync(32, TestContext.Current.CancellationToken);
        var message = messages.Value.Select(each => JsonDocument.Parse(each.MessageText).RootElement).Single(each => Text(each, "ContainerName") == _host.ContainerName);
        Assert.Equal("BlobTrigger", Text(message, "Type"));
        Assert.Equal("Host.Functions.Eater", Text(message, "FunctionId"));
        Assert.Equal("BlockBlob", Text(message, "BlobType"));
        Assert.Equal("poison.csv", Text(message, "BlobName"));
        Assert.Equal(eTag.Trim('"'), Text(message, "ETag")!.Trim('"'));
        Assert.Equal(3, _record.Seen.Count);

        // The next host does not process it.
        _record.FailuresLeft = 0;
        await using (await _host.StartAsync(_record, typeof(Eater)))
        {
            await PutAsync("good.csv", "2");
            await Eventually.HoldsAsync(() => _record.Seen.Contains("good.csv=2"), "the next blob is delivered");
        }

        Assert.Equal(4, _record.Seen.Count);
    }

    [Fact]
    public async Task An_attempt_that_the_host_s_stop_cut_short_is_made_again_and_not_counted()
    {
        _record.HangsLeft = 5;
        for (var i = 0; i < 5; i++)
        {
            await using var app = await _host.StartAsync(_record, typeof(Eater));
            if (i == 0)
            {
                await PutAsync("a.csv", "1");
            }

            await Eventually.HoldsAsync(() => _record.Seen.Count == i + 1, "the attempt began");
        }

        await using (await _host.StartAsync(_record, typeof(Eater)))
        {
            await Eventually.HoldsAsync(() => _record.Done == 1, "the blob is done at last");
        }
    }

    [Fact]
    public async Task Event_Grid_s_webhook_is_validated_and_delivers_to_the_function_it_names()
    {
        await using var app = await _host.StartAsync(_record, typeof(EventEater));
        using var http = new HttpClient { BaseAddress = app.Address };
        var webhook = new Uri("runtime/webhooks/blobs?functionName=Host.Functions.EventEater", UriKind.Relative);

        var handshake = await PostAsync(new { eventType = "Microsoft.EventGrid.SubscriptionValidationEvent", data = new { validationCode = "code" } });
        Assert.Equal("code", (await handshake.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("validationResponse").GetString());

        await Container.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var created = Created("folder/b c.csv", await PutAsync("folder/b c.csv", "2"));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(created)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(created)).StatusCode);
        Assert.Equal(["folder/b c.csv=2"], _record.Seen);

        _record.FailuresLeft = 1;
        created = Created("d.csv", await PutAsync("d.csv", "3"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PostAsync(created)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(created)).StatusCode);
        Assert.Equal(3, _record.Seen.Count);

        Task<HttpResponseMessage> PostAsync(object content) => http.PostAsJsonAsync(webhook, new[] { content }, TestContext.Current.CancellationToken);

        object Created(string blob, string eTag) =>
            new { eventType = "Microsoft.Storage.BlobCreated", subject = $"/blobServices/default/containers/{_host.ContainerName}/blobs/{blob}", data = new { eTag } };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_webhook_takes_CloudEvents_alone_and_in_batches(bool isBatch)
    {
        await using var app = await _host.StartAsync(_record, typeof(EventEater));
        using var http = new HttpClient { BaseAddress = app.Address };
        var webhook = new Uri("runtime/webhooks/blobs?functionName=Host.Functions.EventEater", UriKind.Relative);
        using var handshake = new HttpRequestMessage(HttpMethod.Options, webhook);
        handshake.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");
        using var allowed = await http.SendAsync(handshake, TestContext.Current.CancellationToken);
        Assert.Equal(["eventgrid.azure.net"], allowed.Headers.GetValues("WebHook-Allowed-Origin"));

        await Container.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var eTag = await PutAsync("cloud.csv", "1");
        object created = new
        {
            specversion = "1.0",
            id = "1",
            source = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
            type = "Microsoft.Storage.BlobCreated",
            subject = $"/blobServices/default/containers/{_host.ContainerName}/blobs/cloud.csv",
            data = new { eTag },
        };
        using var answer = await http.PostAsJsonAsync(webhook, isBatch ? new[] { created } : created, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["cloud.csv=1"], _record.Seen);
    }

    [Theory]
    [InlineData("Host.Functions.Unknown", "[]", HttpStatusCode.NotFound)]
    [InlineData("Host.Functions.EventEater", "{}", HttpStatusCode.BadRequest)]
    [InlineData("Host.Functions.EventEater", "nonsense", HttpStatusCode.BadRequest)]
    [InlineData("Host.Functions.EventEater", "[ 5, { \"eventType\": \"Microsoft.Storage.BlobDeleted\" } ]", HttpStatusCode.OK)]
    public async Task What_the_webhook_is_not_for_is_refused_or_passed_over(string function, string body, HttpStatusCode status)
    {
        await using var app = await _host.StartAsync(_record, typeof(EventEater));
        using var http = new HttpClient { BaseAddress = app.Address };
        using var content = new StringContent(body);

        var answer = await http.PostAsync(new Uri($"runtime/webhooks/blobs?functionName={function}", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(_record.Seen);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private async Task<string> PutAsync(string name, string content)
    {
        var answer = await Container.GetBlobClient(name).UploadAsync(BinaryData.FromString(content), overwrite: true, TestContext.Current.CancellationToken);
        return answer.Value.ETag.ToString();
    }

    public sealed class Record
    {
        private int _failuresLeft;
        private int _hangsLeft;
        private int _done;

        public ConcurrentQueue<string> Seen { get; } = new();

        public int Done => _done;

        public int FailuresLeft
        {
            set => _failuresLeft = value;
        }

        public int HangsLeft
        {
            set => _hangsLeft = value;
        }

        public async Task TakeAsync(BlobClient blob, CancellationToken cancellationToken)
        {
            var content = await blob.DownloadContentAsync(CancellationToken.None);
            Seen.Enqueue($"{blob.Name}={content.Value.Content}");
            if (Interlocked.Decrement(ref _failuresLeft) >= 0)
            {
                throw new InvalidOperationException("The test requested it.");
            }

            if (Interlocked.Decrement(ref _hangsLeft) >= 0)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            Interlocked.Increment(ref _done);
        }
    }

    public sealed class Eater(Record record)
    {
        [Function("Eater")]
        public Task RunAsync([BlobTrigger(TriggerHost.ContainerSetting + "/{name}")] BlobClient blob, string name, CancellationToken cancellationToken)
        {
            Assert.Equal(blob.Name, name);
            return record.TakeAsync(blob, cancellationToken);
        }
    }

    public sealed class EventEater(Record record)
    {
        [Function("EventEater")]
        public Task RunAsync([BlobTrigger(TriggerHost.ContainerSetting + "/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob, CancellationToken cancellationToken) =>
            record.TakeAsync(blob, cancellationToken);
    }
}
