using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace BatchImport.Definitions;

/// <summary>
/// Definitions as blobs <c>{name}.json</c> in one container; without the container there are none. A definition that was read is cached for
/// 10 seconds without a request, and after that until the blob's ETag changes: a change takes effect 10 seconds later.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs definitions that are not valid.</param>
public sealed partial class BlobDefinitionCatalog(BlobContainerClient container, TimeProvider time, ILogger<BlobDefinitionCatalog> logger) : IDefinitionCatalog
{
    /// <summary>How long a cached definition is used without a request.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    private const string Suffix = ".json";

    private readonly ConcurrentDictionary<string, Entry> _known = new(StringComparer.Ordinal);
    private Listing? _listing;

    /// <inheritdoc/>
    public async Task<ImportDefinition?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!DefinitionNames.IsValid(name))
        {
            return null;
        }

        if (_known.TryGetValue(name, out var known) && IsFresh(known.CheckedAt))
        {
            return known.Definition;
        }

        try
        {
            var properties = await container.GetBlobClient(name + Suffix).GetPropertiesAsync(cancellationToken: cancellationToken);
            return (await ReadAsync(name, properties.Value.ETag, properties.Value.ContentLength, cancellationToken)).Definition;
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            _known.TryRemove(name, out _);
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ImportDefinition>> AllAsync(CancellationToken cancellationToken)
    {
        if (_listing is { } listing && IsFresh(listing.CheckedAt))
        {
            return listing.Definitions;
        }

        var definitions = new List<ImportDefinition>();
        try
        {
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix: null, cancellationToken))
            {
                if (await TryReadAsync(blob, cancellationToken) is { } definition)
                {
                    definitions.Add(definition);
                }
            }
        }
        catch (RequestFailedException ex) when (ex.Status == 404 && ex.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            definitions.Clear();
        }

        definitions.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        _listing = new(definitions, time.GetUtcNow());
        return definitions;
    }

    /// <inheritdoc/>
    public void Forget(string name)
    {
        _known.TryRemove(name, out _);
        _listing = null;
    }

    private async Task<ImportDefinition?> TryReadAsync(BlobItem blob, CancellationToken cancellationToken)
    {
        var name = blob.Name.EndsWith(Suffix, StringComparison.Ordinal) ? blob.Name[..^Suffix.Length] : "";
        if (!DefinitionNames.IsValid(name))
        {
            return null;
        }

        try
        {
            return (await ReadAsync(name, blob.Properties.ETag ?? default, blob.Properties.ContentLength ?? 0, cancellationToken)).Definition;
        }
        catch (DefinitionException ex)
        {
            LogInvalid(name, ex.Line, ex.Rule);
            return null;
        }
        catch (RequestFailedException ex) when (ex.Status == 404 && ex.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            // Deleted since it was listed.
            return null;
        }
    }

    private async Task<Entry> ReadAsync(string name, ETag etag, long length, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out var known) && known.ETag == Unquoted(etag))
        {
            return _known[name] = known with { CheckedAt = time.GetUtcNow() };
        }

        var source = $"{container.Name}/{name}{Suffix}";
        if (length > DefinitionText.MaxBytes)
        {
            throw new DefinitionException(source, 1, $"it has {length} bytes; the limit is {DefinitionText.MaxBytes}");
        }

        // The version that was checked or, if it was replaced in between, the newer one: either is complete.
        var blob = await container.GetBlobClient(name + Suffix).DownloadContentAsync(cancellationToken);
        var definition = DefinitionReader.Read(blob.Value.Content.ToMemory(), source);
        if (definition.Name != name)
        {
            throw new DefinitionException(source, 1, $"its name is \"{definition.Name}\", but its blob is called {name}{Suffix}: they must be the same");
        }

        return _known[name] = new(definition, Unquoted(blob.Value.Details.ETag), time.GetUtcNow());
    }

    /// <summary>Listings have ETags without the quotes that headers have.</summary>
    private static string Unquoted(ETag etag) => etag.ToString().Trim('"');

    private bool IsFresh(DateTimeOffset checkedAt) => time.GetUtcNow() - checkedAt < Freshness;

    [LoggerMessage(2001, LogLevel.Warning, "Definition {Name} is left out: it is not valid, line {Line}: {Rule}")]
    private partial void LogInvalid(string name, int line, string rule);

    private sealed record Entry(ImportDefinition Definition, string ETag, DateTimeOffset CheckedAt);

    private sealed record Listing(IReadOnlyList<ImportDefinition> Definitions, DateTimeOffset CheckedAt);
}
