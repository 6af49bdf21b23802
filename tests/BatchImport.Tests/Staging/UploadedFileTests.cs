using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using BatchImport.Staging;
using BatchImport.Testing;

namespace BatchImport.Tests.Staging;

[Trait("Speed", "Slow")]
public sealed class UploadedFileTests(AzuriteServer azurite) : IAsyncLifetime
{
    private readonly BlobContainerClient _container = new(azurite.ConnectionString, "uploads-" + Path.GetRandomFileName().Replace('.', '0'));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(UploadedFile.BlockBytes)]
    [InlineData((2 * UploadedFile.BlockBytes) + 1)]
    [InlineData(3 * UploadedFile.BlockBytes)]
    public async Task A_file_appears_complete_with_its_metadata_and_hash(int length)
    {
        var content = Content(length);
        var blob = _container.GetBlockBlobClient("a.csv");
        await using var file = new UploadedFile(blob);
        await file.StoreAsync(new MemoryStream(content), Stop);
        Assert.False(await blob.ExistsAsync(Stop));

        var version = await file.CommitAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = "ada@example.com" }, Stop);

        var stored = (await blob.DownloadContentAsync(Stop)).Value;
        Assert.Equal(content, stored.Content.ToArray());
        Assert.Equal((version, "ada@example.com"), (stored.Details.ETag, stored.Details.Metadata["owner"]));
        Assert.Equal(MD5.HashData(content), (await blob.GetPropertiesAsync(cancellationToken: Stop)).Value.ContentHash);
    }

    [Theory]
    [InlineData(5)]
    [InlineData((2 * UploadedFile.BlockBytes) + 1)]
    public async Task Nothing_is_left_of_a_file_that_is_not_committed(int length)
    {
        await using (var file = new UploadedFile(_container.GetBlockBlobClient("a.csv")))
        {
            await file.StoreAsync(new MemoryStream(Content(length)), Stop);
        }

        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, prefix: null, Stop))
        {
            Assert.Fail($"{blob.Name} is left.");
        }
    }

    public async ValueTask InitializeAsync() => await _container.CreateAsync(cancellationToken: Stop);

    public async ValueTask DisposeAsync() => await _container.DeleteAsync(cancellationToken: CancellationToken.None);

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }
}
