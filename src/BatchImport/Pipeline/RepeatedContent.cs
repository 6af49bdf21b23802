using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>
/// Recognizes content that was imported before. A change of metadata, tags or properties makes a new version of a blob, but no import. The same
/// content under the same name, with the same version of its definition, is not run again while the earlier import runs or after all its rows
/// succeeded, unless metadata <see cref="AgainMetadata"/> asks for it.
/// </summary>
/// <param name="dropped">The dropped files.</param>
/// <param name="documents">The earlier imports.</param>
/// <param name="claims">The last import of each name.</param>
internal sealed class RepeatedContent(DroppedContent dropped, ImportDocuments documents, ContentClaims claims)
{
    /// <summary>
    /// The metadata that asks for the import of content that was imported before. Of one blob, each value counts once: a later change of other
    /// metadata leaves it in place.
    /// </summary>
    public const string AgainMetadata = "again";

    /// <summary>What an import brings.</summary>
    /// <exception cref="RequestFailedException">412 or 404: the file was replaced or deleted.</exception>
    public async Task<ImportedContent> DescribeAsync(ImportRequest request, string owner, ImportDefinition definition, CancellationToken cancellationToken)
    {
        var name = request.IsUploaded ? $"{owner}\n{request.FileName}" : $"{request.Container}\n{request.BlobName}";
        var rules = JsonSerializer.Serialize(definition, ImportJson.Default.ImportDefinition)
            + string.Concat(((string[])[RequestedTable.SheetMetadata, RequestedTable.HeaderRowMetadata, RequestedTable.EncodingMetadata]).Select(each => $"\n{request.Metadata.GetValueOrDefault(each)}"));
        var md5 = request.ContentMd5 ?? await HashAsync(request, cancellationToken);
        return new ImportedContent(Hash($"{request.IsUploaded}\n{name}"), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{request.Size}:{md5}"), Hash(rules));
    }

    /// <summary>Ends an import early whose content was imported before, before its rows are staged.</summary>
    /// <exception cref="RejectedException"><c>same-content</c>: the same content is being imported or was imported.</exception>
    /// <exception cref="UnchangedFileException">The file's content did not change since its import.</exception>
    public async Task CheckAsync(ImportRequest request, ImportedContent content, CancellationToken cancellationToken)
    {
        var (claim, _) = await claims.FindAsync(content.Name, cancellationToken);
        await ThrowIfRepeatedAsync(request, content, claim, cancellationToken);
    }

    /// <summary>
    /// Claims the content for an import whose manifest is stored, so that its rows will be processed whatever becomes of the file. Safe to repeat.
    /// </summary>
    /// <exception cref="RejectedException"><c>same-content</c>: the same content is being imported or was imported.</exception>
    /// <exception cref="UnchangedFileException">The file's content did not change since its import.</exception>
    public async Task ClaimAsync(ImportManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Content is not { } content)
        {
            return;
        }

        while (true)
        {
            var (claim, version) = await claims.FindAsync(content.Name, cancellationToken);
            if (claim?.Imports.Contains(manifest.Request.BatchId, StringComparer.Ordinal) == true)
            {
                return;
            }

            await ThrowIfRepeatedAsync(manifest.Request, content, claim, cancellationToken);
            if (await claims.TryWriteAsync(content.Name, ContentClaim.After(claim, manifest.Request.BatchId, content), version, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task ThrowIfRepeatedAsync(ImportRequest request, ImportedContent content, ContentClaim? claim, CancellationToken cancellationToken)
    {
        if (claim is null
            || claim.Content != content.Content
            || claim.Imports.Contains(request.BatchId, StringComparer.Ordinal)
            || await documents.FindRequestAsync(claim.Imports[0], cancellationToken) is not { } earlier)
        {
            return;
        }

        var isSameBlob = IsSameBlob(earlier, request, claim.Rules == content.Rules);
        if (AgainOf(request) is { } again && !(isSameBlob && again == AgainOf(earlier)))
        {
            return;
        }

        if (isSameBlob)
        {
            throw new UnchangedFileException(earlier.BatchId);
        }

        if (claim.Rules == content.Rules && await OutcomeAsync(earlier.BatchId, cancellationToken) is { } outcome)
        {
            throw new RejectedException(
                "same-content",
                $"'{request.FileName}' has the same content as the import {earlier.BatchId}, which {outcome}, and its definition is the same. It was not imported again. To import it all the same, drop it again with the option \"{AgainMetadata}\": on the page, choose it below the fields; a program sets the field or the metadata {AgainMetadata}=true.");
        }
    }

    /// <returns>The outcome of an import, if it is a reason not to repeat it; otherwise, null.</returns>
    private async Task<string?> OutcomeAsync(string batchId, CancellationToken cancellationToken) =>
        await documents.FindSummaryAsync(batchId, cancellationToken) switch
        {
            null => "still runs",
            { State: ImportState.Completed, Counts: { Failed: 0, NotProcessed: 0 } } => "imported all rows",
            _ => null,
        };

    /// <summary>True when a version of a blob differs from an earlier one of the same content in metadata or properties only: it was not written again.</summary>
    /// <remarks>
    /// Azure Storage keeps the creation time of a blob, in whole seconds, when metadata or properties change, and sets it when the blob is written in
    /// one request, which also sets its MD5. That is no evidence for a blob that is written in blocks, nor for a change within the first second. There,
    /// other metadata or another media type is, unless the rules differ too: then the file may have been written again to be read with them.
    /// </remarks>
    private static bool IsSameBlob(ImportRequest earlier, ImportRequest request, bool hasSameRules) =>
        request.CreatedAt is { } created
        && created == earlier.CreatedAt
        && request.Container == earlier.Container
        && request.BlobName == earlier.BlobName
        && ((earlier.ContentMd5 is not null && request.ModifiedAt > created)
            || (hasSameRules && (request.ContentType != earlier.ContentType || !HasSameMetadata(earlier, request))));

    private static bool HasSameMetadata(ImportRequest earlier, ImportRequest request) =>
        earlier.Metadata.Count == request.Metadata.Count
        && request.Metadata.All(each => earlier.Metadata.TryGetValue(each.Key, out var value) && value == each.Value);

    private static string? AgainOf(ImportRequest request) =>
        request.Metadata.GetValueOrDefault(AgainMetadata)?.Trim() is { Length: > 0 } again && !again.Equals("false", StringComparison.OrdinalIgnoreCase) ? again : null;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>The MD5 of a file that has none as a property: one that was written in several requests.</summary>
    private async Task<string> HashAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        await using var content = await dropped.OpenAsync(request, cancellationToken);
        return Convert.ToBase64String(await MD5.HashDataAsync(content, cancellationToken));
    }
}
