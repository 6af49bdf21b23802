using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Testing;

namespace BatchImport.Tests.Imports;

[Trait("Speed", "Slow")]
public sealed class ImportDocumentsTests(AzuriteServer azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slices_that_begin_together_read_the_manifest_once()
    {
        var requests = new CountingPolicy();
        var documents = await DocumentsAsync(requests);
        var manifest = SampleManifest.New();
        await documents.SaveAsync(manifest, Stop);
        requests.Count = 0;

        var found = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => documents.ManifestAsync(manifest.Request.BatchId, Stop)));

        Assert.All(found, each => Assert.Equal(manifest.Request.BatchId, each.Request.BatchId));
        Assert.Equal(1, requests.Count);
    }

    [Fact]
    public async Task A_manifest_that_is_not_there_yet_is_found_when_it_is()
    {
        var documents = await DocumentsAsync(new CountingPolicy());
        var manifest = SampleManifest.New();
        Assert.Null(await documents.FindManifestAsync(manifest.Request.BatchId, Stop));

        await documents.SaveAsync(manifest, Stop);

        Assert.NotNull(await documents.FindManifestAsync(manifest.Request.BatchId, Stop));
    }

    private async Task<ImportDocuments> DocumentsAsync(CountingPolicy requests)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(requests, HttpPipelinePosition.PerCall);
        var containers = new StorageContainers(new BlobServiceClient(azurite.ConnectionString, options));
        await containers.Staging.CreateIfNotExistsAsync(cancellationToken: Stop);
        return new ImportDocuments(containers);
    }

    private sealed class CountingPolicy : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count
        {
            get => Volatile.Read(ref _count);
            set => Volatile.Write(ref _count, value);
        }

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
    }
}
