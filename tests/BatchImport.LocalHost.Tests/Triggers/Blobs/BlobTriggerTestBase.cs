using System.Collections.Concurrent;
using Azure.Storage.Blobs;
using BatchImport.Testing;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.LocalHost.Tests.Triggers.Blobs;

/// <summary>A host whose functions record the blobs that they receive.</summary>
/// <param name="azurite">The storage account.</param>
public abstract class BlobTriggerTestBase(AzuriteServer azurite) : IDisposable
{
    private protected AzuriteServer Azurite { get; } = azurite;

    private protected TriggerHost Host { get; } = new(azurite);

    private protected Record Received { get; } = new();

    private protected BlobContainerClient Container => new BlobServiceClient(Azurite.ConnectionString).GetBlobContainerClient(Host.ContainerName);

    /// <inheritdoc/>
    public void Dispose()
    {
        Host.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<string> PutAsync(string name, string content)
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
