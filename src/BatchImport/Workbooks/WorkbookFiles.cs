using System.Net.Http.Headers;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Workbooks;

/// <summary>Stored workbooks, as blobs <c>results/{batch}.xlsx</c>, and the links that lead to them and to the files they came from.</summary>
internal sealed class WorkbookFiles(StorageContainers containers, ImportDocuments documents, TimeProvider time)
{
    // A click, and a slow line: whoever has the page can have another one made.
    private static readonly TimeSpan ShortLinkLifetime = TimeSpan.FromMinutes(15);

    // The most a user delegation key, and so a link signed with one, can last.
    private static readonly TimeSpan LongestLinkLifetime = TimeSpan.FromDays(7);

    // Clocks differ: a link must work at once for a service whose clock is behind.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Stores a workbook; storing it again replaces it.</summary>
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

    /// <summary>A link made for one request.</summary>
    public Task<Uri> ShortLinkAsync(string batchId, CancellationToken cancellationToken) =>
        LinkAsync(Blob(batchId), time.GetUtcNow() + ShortLinkLifetime, disposition: null, cancellationToken);

    /// <summary>A link made for one request to the dropped file as it is now; null when the import is not known, or the file is gone.</summary>
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

        // Whatever somebody dropped is saved, never shown by a browser.
        var disposition = new ContentDispositionHeaderValue("attachment") { FileNameStar = request.FileName };
        return await LinkAsync(blob, time.GetUtcNow() + ShortLinkLifetime, disposition.ToString(), cancellationToken);
    }

    /// <summary>A link for a mail: works until everything about the import expires.</summary>
    /// <returns>The link and when it ends.</returns>
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
            // An account key, which only a local account has: Azurite knows no other kind of link.
            access.Protocol = SasProtocol.HttpsAndHttp;
            return blob.GenerateSasUri(access);
        }

        access.Protocol = SasProtocol.Https;
        UserDelegationKey key = await containers.Service.GetUserDelegationKeyAsync(starts, expires, cancellationToken);
        return new BlobUriBuilder(blob.Uri) { Sas = access.ToSasQueryParameters(key, containers.Service.AccountName) }.ToUri();
    }
}
