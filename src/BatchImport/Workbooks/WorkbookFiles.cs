using System.Net.Http.Headers;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Workbooks;

/// <summary>Stored workbooks, as blobs <c>results/{batch}.xlsx</c>, and links to them and to the dropped files.</summary>
internal sealed class WorkbookFiles(StorageContainers containers, ImportDocuments documents, TimeProvider time)
{
    // Long enough for a click and a slow connection: the page can create another link.
    private static readonly TimeSpan ShortLinkLifetime = TimeSpan.FromMinutes(15);

    // The maximum lifetime of a user delegation key, and therefore of a link signed with one.
    private static readonly TimeSpan LongestLinkLifetime = TimeSpan.FromDays(7);

    // Clocks differ: a link must be valid immediately for a service whose clock is behind.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Stores a workbook; a repeated call replaces it.</summary>
    public Task SaveAsync(ImportRequest request, Stream workbook, CancellationToken cancellationToken)
    {
        var disposition = new ContentDispositionHeaderValue("attachment") { FileNameStar = WorkbookFileName.For(request.FileName) };
        var headers = new BlobHttpHeaders { ContentType = WorkbookComposer.ContentType, ContentDisposition = disposition.ToString() };
        return Blob(request.BatchId).UploadAsync(workbook, new BlobUploadOptions { HttpHeaders = headers }, cancellationToken);
    }

    /// <summary>A stored workbook's bytes.</summary>
    public async Task<byte[]> ReadAsync(string batchId, CancellationToken cancellationToken)
    {
        BlobDownloadResult workbook = await Blob(batchId).DownloadContentAsync(cancellationToken);
        return workbook.Content.ToArray();
    }

    /// <summary>A link for one request.</summary>
    public Task<Uri> ShortLinkAsync(string batchId, CancellationToken cancellationToken) =>
        LinkAsync(Blob(batchId), time.GetUtcNow() + ShortLinkLifetime, disposition: null, cancellationToken);

    /// <summary>A link for one request to the current version of the dropped file; null when the import is unknown, or the file was deleted.</summary>
    public async Task<Uri?> ShortLinkToOriginalAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await documents.FindRequestAsync(batchId, cancellationToken) is not { } request)
        {
            return null;
        }

        var blob = containers.Dropped(request);
        if (!await blob.ExistsAsync(cancellationToken))
        {
            return null;
        }

        // A browser saves the dropped file and never displays it.
        var disposition = new ContentDispositionHeaderValue("attachment") { FileNameStar = request.FileName };
        return await LinkAsync(blob, time.GetUtcNow() + ShortLinkLifetime, disposition.ToString(), cancellationToken);
    }

    /// <summary>A link for a mail: valid until all data of the import expires.</summary>
    /// <returns>The link and when it expires.</returns>
    public async Task<(Uri Link, DateTimeOffset Expires)> MailLinkAsync(string batchId, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        var latest = time.GetUtcNow() + LongestLinkLifetime - ClockSkew;
        var ends = expires < latest ? expires : latest;
        return (await LinkAsync(Blob(batchId), ends, disposition: null, cancellationToken), ends);
    }

    private BlobClient Blob(string batchId) => containers.Results.GetBlobClient(batchId + ".xlsx");

    private async Task<Uri> LinkAsync(BlobClient blob, DateTimeOffset expires, string? disposition, CancellationToken cancellationToken)
    {
        var starts = time.GetUtcNow() - ClockSkew;
        var access = new BlobSasBuilder(BlobSasPermissions.Read, expires)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = starts,
            ContentDisposition = disposition,
        };
        if (blob.CanGenerateSasUri)
        {
            // An account key, which only a local account has: Azurite supports no other kind of link.
            access.Protocol = SasProtocol.HttpsAndHttp;
            return blob.GenerateSasUri(access);
        }

        access.Protocol = SasProtocol.Https;
        UserDelegationKey key = await containers.Service.GetUserDelegationKeyAsync(starts, expires, cancellationToken);
        return new BlobUriBuilder(blob.Uri) { Sas = access.ToSasQueryParameters(key, containers.Service.AccountName) }.ToUri();
    }
}
