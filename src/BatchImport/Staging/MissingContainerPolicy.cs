using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace BatchImport.Staging;

/// <summary>
/// Creates a missing container of the app and repeats the request: an import must not fail because the storage account
/// is new, or because a container was deleted. Requests about containers themselves are not changed.
/// </summary>
/// <param name="account">The storage account, as a client without this policy.</param>
internal sealed class MissingContainerPolicy(BlobServiceClient account) : HttpPipelinePolicy
{
    private const string ErrorCodeHeader = "x-ms-error-code";

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (MissingContainer(message) is { } container)
        {
            await StorageContainers.CreateAsync(account.GetBlobContainerClient(container), message.CancellationToken);
            await ProcessNextAsync(message, pipeline);
        }
    }

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        if (MissingContainer(message) is { } container)
        {
            StorageContainers.CreateAsync(account.GetBlobContainerClient(container), message.CancellationToken).GetAwaiter().GetResult();
            ProcessNext(message, pipeline);
        }
    }

    private static string? MissingContainer(HttpMessage message)
    {
        if (message.Response.Status != 404
            || !message.Response.Headers.TryGetValue(ErrorCodeHeader, out var code)
            || code != BlobErrorCode.ContainerNotFound)
        {
            return null;
        }

        var address = new BlobUriBuilder(message.Request.Uri.ToUri());
        var isAboutContainer = address.BlobName.Length == 0 && !address.Query.Contains("comp=list", StringComparison.Ordinal);
        return !isAboutContainer && StorageContainers.Names.Contains(address.BlobContainerName, StringComparer.Ordinal) ? address.BlobContainerName : null;
    }
}
