using System.Net.Http.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using BatchImport.Common;
using BatchImport.Faults.Imports;
using BatchImport.Staging;

namespace BatchImport.Faults.Faults;

/// <summary>Drops files for the host of a fault, and changes them.</summary>
/// <param name="fixture">The host.</param>
internal sealed class FaultFiles(FaultFixture fixture)
{
    private int _drops;

    private BlobContainerClient Container => fixture.Blobs.GetBlobContainerClient(StorageContainers.ImportsName);

    /// <summary>Drops a file.</summary>
    public Task<DroppedImport> DropAsync(FaultFile file, CancellationToken cancellationToken) => DropAsync(file, FaultFile.DefinitionName, cancellationToken);

    /// <summary>Drops a file for a definition.</summary>
    public Task<DroppedImport> DropAsync(FaultFile file, string definition, CancellationToken cancellationToken) => DropAsync(file, NewName(), definition, cancellationToken);

    /// <summary>Drops a file as a new blob, or as a new version of one.</summary>
    public async Task<DroppedImport> DropAsync(FaultFile file, string blob, string definition, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { Metadata = Metadata(definition) };
        var at = TimeProvider.System.GetTimestamp();
        var uploaded = await Container.GetBlobClient(blob).UploadAsync(BinaryData.FromBytes(file.ToBytes()), options, cancellationToken);
        var eTag = uploaded.Value.ETag.ToString();
        return new DroppedImport(ImportId.For(StorageContainers.ImportsName, blob, eTag), blob, eTag, file, at);
    }

    /// <summary>Changes metadata and the content type of a dropped file.</summary>
    /// <returns>The file's version after that.</returns>
    public async Task<DroppedImport> ChangeMetadataAsync(DroppedImport import, string value, CancellationToken cancellationToken)
    {
        var blob = Container.GetBlobClient(import.Blob);
        BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        var metadata = new Dictionary<string, string>(properties.Metadata, StringComparer.OrdinalIgnoreCase) { ["changed"] = value };
        await blob.SetMetadataAsync(metadata, cancellationToken: cancellationToken);
        BlobInfo changed = await blob.SetHttpHeadersAsync(
            new BlobHttpHeaders { ContentType = "text/csv", ContentHash = properties.ContentHash }, cancellationToken: cancellationToken);
        var eTag = changed.ETag.ToString();
        return import with { Id = ImportId.For(StorageContainers.ImportsName, import.Blob, eTag), ETag = eTag };
    }

    /// <summary>Writes a file as an append blob, in pieces with pauses of up to a second.</summary>
    /// <returns>The import of the complete file, when the host has begun it.</returns>
    public async Task<DroppedImport> AppendAsync(FaultFile file, int pieces, Random random, CancellationToken cancellationToken)
    {
        var name = NewName();
        var blob = Container.GetAppendBlobClient(name);
        var at = TimeProvider.System.GetTimestamp();
        await blob.CreateAsync(new AppendBlobCreateOptions { Metadata = Metadata(FaultFile.DefinitionName) }, cancellationToken);
        foreach (var piece in file.ToBytes().Chunk((file.ToBytes().Length / pieces) + 1))
        {
            await blob.AppendBlockAsync(new MemoryStream(piece), cancellationToken: cancellationToken);
            await Task.Delay(random.Next(1_000), cancellationToken);
        }

        BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        string? id = null;
        await fixture.UntilAsync(async () => (id = (await fixture.Imports.ListAsync(name, cancellationToken)).FirstOrDefault()) is not null, "the appended file is imported", cancellationToken);
        return new DroppedImport(id!, name, properties.ETag.ToString(), file, at);
    }

    /// <summary>Sends the host the event of a blob, as Event Grid does.</summary>
    public async Task TellAsync(DroppedImport import, CancellationToken cancellationToken)
    {
        var events = new[]
        {
            new
            {
                id = Path.GetRandomFileName(),
                eventType = "Microsoft.Storage.BlobCreated",
                subject = $"/blobServices/default/containers/{StorageContainers.ImportsName}/blobs/{import.Blob}",
                data = new { eTag = import.ETag },
            },
        };
        var hook = new Uri(fixture.Host.Address, "runtime/webhooks/blobs?functionName=Host.Functions.SpreadsheetDroppedByEvent");
        await fixture.UntilAsync(
            async () =>
            {
                // An event that is not accepted (the other trigger is processing the blob) is delivered again, as by Event Grid.
                using var response = await fixture.Http.PostAsJsonAsync(hook, events, cancellationToken);
                return response.IsSuccessStatusCode;
            },
            "the event is accepted",
            cancellationToken);
    }

    private string NewName() => $"fault-{++_drops}-{Path.GetRandomFileName()}.csv";

    private static Dictionary<string, string> Metadata(string definition) =>
        new(StringComparer.Ordinal) { ["owner"] = FaultFixture.Owner, ["definition"] = definition };
}
