using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace BatchImport.Staging;

/// <summary>The blob containers of the app. Their names are part of the product: bindings and infrastructure contain them.</summary>
/// <param name="service">The storage account.</param>
public sealed class StorageContainers(BlobServiceClient service)
{
    /// <summary>The container of dropped files.</summary>
    public const string ImportsName = "imports";

    /// <summary>The container of requests, manifests and staged pages, one folder per import.</summary>
    public const string StagingName = "staging";

    /// <summary>The container of result workbooks.</summary>
    public const string ResultsName = "results";

    /// <summary>The container of definitions.</summary>
    public const string DefinitionsName = "definitions";

    /// <summary>The container of lists of allowed values.</summary>
    public const string ListsName = "lists";

    /// <summary>The names of all containers that the app uses.</summary>
    public static IReadOnlyList<string> Names { get; } = [ImportsName, StagingName, ResultsName, DefinitionsName, ListsName];

    /// <summary>The storage account.</summary>
    public BlobServiceClient Service => service;

    /// <summary>Requests, manifests and staged pages.</summary>
    public BlobContainerClient Staging { get; } = service.GetBlobContainerClient(StagingName);

    /// <summary>Result workbooks.</summary>
    public BlobContainerClient Results { get; } = service.GetBlobContainerClient(ResultsName);

    /// <summary>Definitions.</summary>
    public BlobContainerClient Definitions { get; } = service.GetBlobContainerClient(DefinitionsName);

    /// <summary>Lists of allowed values.</summary>
    public BlobContainerClient Lists { get; } = service.GetBlobContainerClient(ListsName);

    /// <summary>The dropped file of a request, at its current version.</summary>
    public BlobClient Dropped(ImportRequest request) => service.GetBlobContainerClient(request.Container).GetBlobClient(request.BlobName);

    /// <summary>Opens a storage account for the app: missing containers of the app are created when they are first used.</summary>
    internal static BlobServiceClient Open(IStorageAccount account)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(new MissingContainerPolicy(account.OpenBlobs(new BlobClientOptions())), HttpPipelinePosition.PerCall);
        return account.OpenBlobs(options);
    }

    /// <summary>Creates the missing containers.</summary>
    /// <exception cref="MissingContainerException">The app's identity may not read or create a container.</exception>
    public Task EnsureAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Names.Select(name => EnsureAsync(service.GetBlobContainerClient(name), cancellationToken)));

    /// <summary>Creates a container, unless it already exists.</summary>
    /// <exception cref="MissingContainerException">The app's identity may not create it.</exception>
    internal static async Task CreateAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        try
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException ex) when (IsForbidden(ex))
        {
            throw new MissingContainerException(
                $"The blob container '{container.Name}' of the storage account '{container.AccountName}' does not exist, and this app's identity may not create it: " +
                "create the container, or give the identity the role Storage Blob Data Contributor on the account (permission blobServices/containers/write).",
                ex);
        }
        catch (RequestFailedException ex) when (ex.ErrorCode == BlobErrorCode.ContainerBeingDeleted)
        {
            throw new MissingContainerException(
                $"The blob container '{container.Name}' of the storage account '{container.AccountName}' was deleted and cannot be created again yet, which takes about 30 seconds.", ex);
        }
    }

    private static async Task EnsureAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        try
        {
            // To look needs less permission than to create.
            if (await container.ExistsAsync(cancellationToken))
            {
                return;
            }
        }
        catch (RequestFailedException ex) when (IsForbidden(ex))
        {
            throw new MissingContainerException(
                $"This app's identity may not look at the blob container '{container.Name}' of the storage account '{container.AccountName}': " +
                "give it the role Storage Blob Data Contributor on the account (permission blobServices/containers/read).",
                ex);
        }

        await CreateAsync(container, cancellationToken);
    }

    private static bool IsForbidden(RequestFailedException exception) => exception.Status is 401 or 403;
}
