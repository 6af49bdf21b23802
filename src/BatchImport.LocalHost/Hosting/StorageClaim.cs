using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using BatchImport.LocalHost.Services;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// A storage account and a task hub in it, claimed for one LocalHost by the lease of a blob. Two hosts that watch the same container would
/// import each file twice and overwrite each other's blobs. The lease's id belongs to the state folder, so that the next host on the folder of
/// a killed one gets the lease at once. https://learn.microsoft.com/rest/api/storageservices/lease-blob
/// </summary>
internal sealed partial class StorageClaim : IAsyncDisposable
{
    /// <summary>The container in which a Functions host keeps its blobs.</summary>
    public const string ContainerName = "azure-webjobs-hosts";

    // The longest finite lease. A host whose storage is unavailable for less keeps its claim.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    private readonly BlobLeaseClient _lease;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _renewal = Task.CompletedTask;

    private StorageClaim(BlobLeaseClient lease, TimeProvider time, ILogger logger)
    {
        _lease = lease;
        _time = time;
        _logger = logger;
    }

    /// <summary>Cancelled when another host has taken the claim, which is possible after the storage account was unavailable for longer than a lease.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Claims a storage account.</summary>
    /// <param name="account">The storage account.</param>
    /// <param name="hub">The task hub's name.</param>
    /// <param name="owner">The host that claims it.</param>
    /// <param name="time">The time, for renewals.</param>
    /// <param name="logger">The log.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LocalHostException">Another host has claimed it; the message names that host and the options.</exception>
    public static async Task<StorageClaim> TakeAsync(
        BlobServiceClient account, string hub, ClaimOwner owner, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var container = account.GetBlobContainerClient(ContainerName);
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var blob = container.GetBlobClient($"locks/localhost/{hub.ToLowerInvariant()}");
        var lease = blob.GetBlobLeaseClient(owner.LeaseId);
        if (!await TryAcquireAsync(blob, lease, cancellationToken))
        {
            var other = ClaimOwner.Read((await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.Metadata);
            if (other is not { HasEnded: true })
            {
                throw InUse(account, hub, other);
            }

            // That host ran on this machine and was killed: nothing renews its lease.
            await blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken);
            if (!await TryAcquireAsync(blob, lease, cancellationToken))
            {
                throw InUse(account, hub, other: null);
            }
        }

        await blob.SetMetadataAsync(owner.ToMetadata(), new BlobRequestConditions { LeaseId = owner.LeaseId }, cancellationToken);
        var claim = new StorageClaim(lease, time, logger);
        claim._renewal = claim.RenewAsync(claim._stop.Token);
        return claim;
    }

    /// <summary>Releases the claim.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewal;
        try
        {
            using var patience = new CancellationTokenSource(RetryInterval);
            await _lease.ReleaseAsync(cancellationToken: patience.Token);
        }
        catch (Exception ex) when (ex is RequestFailedException or OperationCanceledException)
        {
            // The storage is unavailable, or the lease is lost: it ends by itself.
        }

        _stop.Dispose();
    }

    private static async Task<bool> TryAcquireAsync(BlobClient blob, BlobLeaseClient lease, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await lease.AcquireAsync(Duration, cancellationToken: cancellationToken);
                return true;
            }
            catch (RequestFailedException ex) when (ex.Status == 404 && attempt == 1)
            {
                await CreateAsync(blob, cancellationToken);
            }
            catch (RequestFailedException ex) when (ex.Status == 409)
            {
                return false;
            }
        }
    }

    private static async Task CreateAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var onlyNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await blob.UploadAsync(BinaryData.FromString(""), onlyNew, cancellationToken);
        }
        catch (RequestFailedException ex) when (ex.Status is 409 or 412)
        {
            // Another host created it at the same moment.
        }
    }

    private static LocalHostException InUse(BlobServiceClient account, string hub, ClaimOwner? other) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{(other is null ? "Another LocalHost" : $"The LocalHost {other}")} uses the storage account {account.Uri} with the task hub '{hub}'. Two hosts would import each file twice. Use that host or stop it; or configure another storage account for this one (--blob-port, --queue-port and --table-port for another Azurite, or the setting AzureWebJobsStorage) or another task hub (host.json, extensions.durableTask.hubName). A host that was killed on another machine keeps its claim for up to {Duration.TotalSeconds:0} s."));

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var interval = RenewInterval;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(interval, _time, cancellationToken);

                // Acquiring with the same id renews a lease that runs, and takes one that has ended.
                await _lease.AcquireAsync(Duration, cancellationToken: cancellationToken);
                interval = RenewInterval;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (RequestFailedException ex) when (ex.Status == 409)
            {
                LogLost(_logger);
                _lost.TrySetResult();
                return;
            }
            catch (Exception ex) when (ex is RequestFailedException or OperationCanceledException or AggregateException)
            {
                if (interval == RenewInterval)
                {
                    LogNotRenewed(_logger, ex);
                }

                interval = RetryInterval;
            }
        }
    }

    [LoggerMessage(3601, LogLevel.Error, "Another host has taken the storage account; this host imports no more files")]
    private static partial void LogLost(ILogger logger);

    [LoggerMessage(3602, LogLevel.Warning, "The claim of the storage account could not be renewed; the next attempt follows")]
    private static partial void LogNotRenewed(ILogger logger, Exception exception);
}
