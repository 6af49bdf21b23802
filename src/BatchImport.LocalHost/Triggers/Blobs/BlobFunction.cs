using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using BatchImport.Common;
using BatchImport.LocalHost.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Triggers.Blobs;

/// <summary>The outcome of the delivery of a blob version to its function.</summary>
internal enum BlobDelivery
{
    /// <summary>The delivery is finished: processed now or before, given up, or the name does not match.</summary>
    Done,

    /// <summary>The function failed and may be retried.</summary>
    Failed,

    /// <summary>Another delivery of the same blob is in progress.</summary>
    Busy,
}

/// <summary>
/// A function with a blob trigger: its receipts ensure that it runs once for each version of each matching blob, across restarts too. An attempt
/// is recorded before it begins, so that a blob that crashes the host is given up like any other.
/// </summary>
internal sealed partial class BlobFunction
{
    private const int ReceiptsAtOnce = 16;

    private readonly Function _function;
    private readonly FunctionRunner _runner;
    private readonly StorageConnection _connection;
    private readonly TriggerStore _store;
    private readonly BlobReceipts _shared;
    private readonly BlobTriggerLimits _limits;
    private readonly ILogger _logger;
    private readonly string _watch;
    private readonly ConcurrentDictionary<string, BlobReceipt> _receipts;
    private readonly ConcurrentDictionary<string, string> _running = new(StringComparer.Ordinal);

    public BlobFunction(
        Function function, BlobPathPattern pattern, StorageConnection connection, FunctionRunner runner, TriggerStore store, string hub, BlobTriggerLimits limits, ILogger logger)
    {
        _function = function;
        _runner = runner;
        _connection = connection;
        _store = store;
        _limits = limits;
        _logger = logger;
        Pattern = pattern;
        Container = connection.Blobs.GetBlobContainerClient(pattern.Container);
        _watch = $"{function.Name.ToUpperInvariant()} {Container.Uri}";
        _receipts = new(_store.ReadReceipts(_watch), StringComparer.Ordinal);
        _shared = new BlobReceipts(connection.Blobs, hub, function.Name);
    }

    /// <summary>The function's name.</summary>
    public string Name => _function.Name;

    /// <summary>True when Event Grid reports new blobs.</summary>
    public bool IsToldByEvents => _function.Trigger.Blob.Source == BlobTriggerSource.EventGrid;

    /// <summary>The pattern of the blobs it runs for.</summary>
    public BlobPathPattern Pattern { get; }

    /// <summary>Their container.</summary>
    public BlobContainerClient Container { get; }

    /// <summary>The names of the blobs that have receipts.</summary>
    public ICollection<string> Known => _receipts.Keys;

    /// <summary>
    /// Synchronizes the receipts of this host and of the storage account: a host with another state folder may have delivered blobs, and the account
    /// may have been unavailable when a receipt was due.
    /// </summary>
    public async Task SynchronizeAsync(CancellationToken cancellationToken)
    {
        await _shared.LoadAsync(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReceiptsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            _receipts.Where(pair => pair.Value.IsDone), options, async (pair, stop) => await _shared.WriteAsync(Container.Name, pair.Key, pair.Value.ETag, stop));
    }

    /// <summary>True when a blob version needs a delivery.</summary>
    public bool IsNew(string blob, ETag eTag) => !_running.ContainsKey(blob) && !IsDone(blob, Plain(eTag));

    /// <summary>Removes the receipt of a blob that does not exist any more.</summary>
    public async Task ForgetAsync(string blob, CancellationToken cancellationToken)
    {
        if (!_running.ContainsKey(blob) && _receipts.TryRemove(blob, out var receipt))
        {
            _store.DeleteReceipt(_watch, blob);
            await DropSharedAsync(blob, receipt.ETag, cancellationToken);
        }
    }

    /// <summary>Runs the function on a blob version, unless it was delivered; gives the version up when it failed too often.</summary>
    public async Task<BlobDelivery> DeliverAsync(string blob, ETag eTag, CancellationToken cancellationToken)
    {
        var version = Plain(eTag);
        if (Pattern.Match(blob) is not { } names)
        {
            return BlobDelivery.Done;
        }

        if (!_running.TryAdd(blob, version))
        {
            return BlobDelivery.Busy;
        }

        try
        {
            var isKnown = _receipts.TryGetValue(blob, out var known);
            var receipt = isKnown && known!.ETag == version ? known : new BlobReceipt(version, 0, IsDone: false);
            if (isKnown && receipt != known)
            {
                await DropSharedAsync(blob, known!.ETag, cancellationToken);
            }

            return IsDone(blob, version) ? BlobDelivery.Done
                : receipt.Attempts >= _limits.Attempts ? await GiveUpAsync(blob, receipt, cancellationToken)
                : await AttemptAsync(blob, receipt with { Attempts = receipt.Attempts + 1 }, names, cancellationToken);
        }
        finally
        {
            _running.TryRemove(blob, out _);
        }
    }

    private async Task<BlobDelivery> AttemptAsync(string blob, BlobReceipt receipt, IReadOnlyDictionary<string, string?> names, CancellationToken cancellationToken)
    {
        await _limits.Turns.WaitAsync(cancellationToken);
        try
        {
            Write(blob, receipt);
            await _runner.RunAsync(_function, Container.GetBlobClient(blob), names, cancellationToken);
            await FinishAsync(blob, receipt, cancellationToken);
            return BlobDelivery.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops: the blob did not cause the failure.
            Write(blob, receipt with { Attempts = receipt.Attempts - 1 });
            throw;
        }
        catch (Exception ex)
        {
            LogFailure(ex, Name, ImportId.For(Container.Name, blob, receipt.ETag), receipt.Attempts, _limits.Attempts);
            return receipt.Attempts >= _limits.Attempts ? await GiveUpAsync(blob, receipt, cancellationToken) : BlobDelivery.Failed;
        }
        finally
        {
            _limits.Turns.Release();
        }
    }

    private async Task<BlobDelivery> GiveUpAsync(string blob, BlobReceipt receipt, CancellationToken cancellationToken)
    {
        if (_connection.Queues is { } queues)
        {
            try
            {
                await PoisonBlobQueue.AddAsync(queues, Name, Container.Name, blob, $"\"{receipt.ETag}\"", cancellationToken);
            }
            catch (RequestFailedException ex)
            {
                LogPoisonFailure(ex, Name, ImportId.For(Container.Name, blob, receipt.ETag), PoisonBlobQueue.Name);
                return BlobDelivery.Failed;
            }
        }

        await FinishAsync(blob, receipt, cancellationToken);
        LogPoison(Name, ImportId.For(Container.Name, blob, receipt.ETag), receipt.Attempts, _connection.Queues is null ? "no queue, because none is configured" : PoisonBlobQueue.Name);
        return BlobDelivery.Done;
    }

    private bool IsDone(string blob, string version)
    {
        if (_receipts.TryGetValue(blob, out var receipt) && receipt.ETag == version)
        {
            return receipt.IsDone;
        }

        if (!_shared.Has(Container.Name, blob, version))
        {
            return false;
        }

        // Delivered by a host with another state folder.
        Write(blob, new BlobReceipt(version, 0, IsDone: true));
        return true;
    }

    private async Task FinishAsync(string blob, BlobReceipt receipt, CancellationToken cancellationToken)
    {
        Write(blob, receipt with { IsDone = true });
        try
        {
            await _shared.WriteAsync(Container.Name, blob, receipt.ETag, cancellationToken);
        }
        catch (Exception ex) when (ex is RequestFailedException or OperationCanceledException or AggregateException)
        {
            // This host has the receipt, and stores it in the account at its next start.
            LogReceiptFailure(ex, Name, ImportId.For(Container.Name, blob, receipt.ETag));
        }
    }

    private async Task DropSharedAsync(string blob, string version, CancellationToken cancellationToken)
    {
        try
        {
            await _shared.DeleteAsync(Container.Name, blob, version, cancellationToken);
        }
        catch (Exception ex) when (ex is RequestFailedException or AggregateException)
        {
            // A receipt of a version that does not exist any more changes nothing.
            LogReceiptFailure(ex, Name, ImportId.For(Container.Name, blob, version));
        }
    }

    private void Write(string blob, BlobReceipt receipt)
    {
        _store.WriteReceipt(_watch, blob, receipt);
        _receipts[blob] = receipt;
    }

    // A listing returns versions without quotes, a header with them.
    private static string Plain(ETag eTag) => eTag.ToString().Trim('"');

    // A blob's name may contain an address: the id of its import identifies it.
    [LoggerMessage(3001, LogLevel.Warning, "Function {Function} failed on blob version {BlobVersion}, attempt {Attempt} of {Attempts}")]
    private partial void LogFailure(Exception exception, string function, string blobVersion, int attempt, int attempts);

    [LoggerMessage(3002, LogLevel.Error, "Function {Function} gave up blob version {BlobVersion} after {Attempts} attempts; its name is in {Queue}")]
    private partial void LogPoison(string function, string blobVersion, int attempts, string queue);

    [LoggerMessage(3007, LogLevel.Warning, "The receipt of blob version {BlobVersion} of function {Function} could not be updated in the storage account")]
    private partial void LogReceiptFailure(Exception exception, string function, string blobVersion);

    [LoggerMessage(3003, LogLevel.Warning, "Function {Function} could not put blob version {BlobVersion} into {Queue}; it is retried")]
    private partial void LogPoisonFailure(Exception exception, string function, string blobVersion, string queue);
}
