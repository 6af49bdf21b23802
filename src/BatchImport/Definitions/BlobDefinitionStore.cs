using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace BatchImport.Definitions;

/// <summary>The definitions as blobs <c>{name}.json</c> of one container.</summary>
/// <param name="container">The container.</param>
/// <param name="catalog">Receives the names of definitions that were changed, so that imports on this instance use them at once.</param>
public sealed class BlobDefinitionStore(BlobContainerClient container, IDefinitionCatalog catalog) : IDefinitionStore
{
    private const string Suffix = ".json";
    private const string ContentType = "application/json";

    // Requests to the storage account at once, for a list.
    private const int ReadsInFlight = 8;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredDefinition>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        try
        {
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix: null, cancellationToken))
            {
                if (blob.Name.EndsWith(Suffix, StringComparison.Ordinal) && blob.Name[..^Suffix.Length] is var name && DefinitionNames.IsValid(name))
                {
                    names.Add(name);
                }
            }
        }
        catch (RequestFailedException ex) when (ex.Status == 404 && ex.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return [];
        }

        var found = new StoredDefinition?[names.Count];
        await Parallel.ForAsync(0, names.Count, new ParallelOptions { MaxDegreeOfParallelism = ReadsInFlight, CancellationToken = cancellationToken }, async (i, stop) => found[i] = await FindAsync(names[i], stop));
        return [.. found.OfType<StoredDefinition>().OrderBy(static each => each.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<StoredDefinition?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!DefinitionNames.IsValid(name))
        {
            return null;
        }

        try
        {
            // The size arrives before the content: a definition that is too large is not read.
            using BlobDownloadStreamingResult blob = await Blob(name).DownloadStreamingAsync(cancellationToken: cancellationToken);
            var details = blob.Details;
            if (details.ContentLength > DefinitionText.MaxBytes)
            {
                return new StoredDefinition
                {
                    Name = name,
                    ETag = Unquoted(details.ETag),
                    ModifiedAt = details.LastModified,
                    Json = ReadOnlyMemory<byte>.Empty,
                    Mistakes = [new(1, 1, $"the definition has {details.ContentLength} bytes; the limit is {DefinitionText.MaxBytes}")],
                };
            }

            var json = await BinaryData.FromStreamAsync(blob.Content, cancellationToken);
            return Create(name, details.ETag, details.LastModified, json.ToMemory());
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<SavedDefinition> SaveAsync(string name, ReadOnlyMemory<byte> json, DefinitionCondition? condition, CancellationToken cancellationToken)
    {
        var (_, mistakes) = DefinitionText.Read(name, json);
        if (name == ImportDefinition.OpenName && mistakes.Count == 0)
        {
            mistakes = [new(1, 1, $"the name {ImportDefinition.OpenName} is the one of imports without a definition: choose another name")];
        }

        if (mistakes.Count > 0)
        {
            return new(DefinitionOutcome.Invalid, null, mistakes);
        }

        var isThere = await Blob(name).ExistsAsync(cancellationToken);
        var options = new BlobUploadOptions { Conditions = Conditions(condition), HttpHeaders = new BlobHttpHeaders { ContentType = ContentType } };
        try
        {
            BlobContentInfo written = await Blob(name).UploadAsync(BinaryData.FromBytes(json), options, cancellationToken);
            catalog.Forget(name);
            return new(isThere ? DefinitionOutcome.Replaced : DefinitionOutcome.Created, Create(name, written.ETag, written.LastModified, json), []);
        }
        catch (RequestFailedException ex) when (ex.Status is 409 or 412)
        {
            return new(DefinitionOutcome.ConditionFailed, null, []);
        }
    }

    /// <inheritdoc/>
    public async Task<DefinitionOutcome> DeleteAsync(string name, DefinitionCondition? condition, CancellationToken cancellationToken)
    {
        if (!DefinitionNames.IsValid(name))
        {
            return DefinitionOutcome.NotFound;
        }

        try
        {
            await Blob(name).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, Conditions(condition), cancellationToken);
            return DefinitionOutcome.Deleted;
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            return DefinitionOutcome.NotFound;
        }
        catch (RequestFailedException ex) when (ex.Status == 412)
        {
            return DefinitionOutcome.ConditionFailed;
        }
        finally
        {
            catalog.Forget(name);
        }
    }

    private static BlobRequestConditions? Conditions(DefinitionCondition? condition) => condition switch
    {
        null => null,
        { ETag: null } => new BlobRequestConditions { IfNoneMatch = ETag.All },
        { ETag: "*" } => new BlobRequestConditions { IfMatch = ETag.All },
        { ETag: { } version } => new BlobRequestConditions { IfMatch = new ETag($"\"{version}\"") },
    };

    private static StoredDefinition Create(string name, ETag etag, DateTimeOffset modifiedAt, ReadOnlyMemory<byte> json)
    {
        var (definition, mistakes) = DefinitionText.Read(name, json);
        return new StoredDefinition { Name = name, ETag = Unquoted(etag), ModifiedAt = modifiedAt, Json = json, Definition = definition, Mistakes = mistakes };
    }

    private static string Unquoted(ETag etag) => etag.ToString().Trim('"');

    private BlobClient Blob(string name) => container.GetBlobClient(name + Suffix);
}
