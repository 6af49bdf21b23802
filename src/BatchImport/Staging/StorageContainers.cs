using Azure.Storage.Blobs;

namespace BatchImport.Staging;

/// <summary>The blob containers, by what they are for. Their names are part of the product: bindings and infrastructure carry them.</summary>
/// <param name="service">The storage account.</param>
public sealed class StorageContainers(BlobServiceClient service)
{
    /// <summary>Where people drop files.</summary>
    public const string ImportsName = "imports";

    /// <summary>Where requests, manifests and staged pages are, a folder an import.</summary>
    public const string StagingName = "staging";

    /// <summary>Where result workbooks are.</summary>
    public const string ResultsName = "results";

    /// <summary>Where definitions are.</summary>
    public const string DefinitionsName = "definitions";

    /// <summary>The storage account.</summary>
    public BlobServiceClient Service => service;

    /// <summary>Requests, manifests and staged pages.</summary>
    public BlobContainerClient Staging { get; } = service.GetBlobContainerClient(StagingName);

    /// <summary>Result workbooks.</summary>
    public BlobContainerClient Results { get; } = service.GetBlobContainerClient(ResultsName);

    /// <summary>Definitions.</summary>
    public BlobContainerClient Definitions { get; } = service.GetBlobContainerClient(DefinitionsName);

    /// <summary>The dropped file a request is about, at whatever version it is now.</summary>
    public BlobClient Dropped(ImportRequest request) => service.GetBlobContainerClient(request.Container).GetBlobClient(request.BlobName);
}
