using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using BatchImport.Common;
using BatchImport.LocalHost.Invocation;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Triggers.Blobs;

/// <summary>What became of delivering a blob version to its function.</summary>
internal enum BlobDelivery
{
    /// <summary>Nothing is left to do: processed now or before, given up, or the name does not match.</summary>
    Done,

    /// <summary>The function failed and may be tried again.</summary>
    Failed,

    /// <summary>Another delivery of the same blob is at it.</summary>
    Busy,
}

/// <summary>
/// A function with a blob trigger: runs once for each version of each matching blob, over restarts too, as its receipts say. An attempt is
/// written down before it begins, so that a blob that takes the host down is given up like any other.
/// </summary>
internal sealed partial class BlobFunction
{
    private readonly Function _function;
    private readonly FunctionRunner _runner;
    private readonly StorageConnection _connection;
    private readonly TriggerStore _store;
    private readonly BlobTriggerLimits _limits;
    private readonly ILogger _logger;
    private readonly string _watch;
    private readonly ConcurrentDictionary<string, BlobReceipt> _receipts;
    private readonly ConcurrentDictionary<string, string> _running = new(StringComparer.Ordinal);

    public BlobFunction(
        Function function, BlobPathPattern pattern, StorageConnection connection, FunctionRunner runner, TriggerStore store, BlobTriggerLimits limits, ILogger logger)
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
    }

    /// <summary>The function's name.</summary>
    public string Name => _function.Name;

    /// <summary>True when Event Grid tells of new blobs.</summary>
    public bool IsToldByEvents => _function.Trigger.Blob.Source == BlobTriggerSource.EventGrid;

    /// <summary>Which blobs it is for.</summary>
    public BlobPathPattern Pattern { get; }

    /// <summary>Their container.</summary>
    public BlobContainerClient Container { get; }

    /// <summary>The names of the blobs there are receipts of.</summary>
    public ICollection<string> Known => _receipts.Keys;

    /// <summary>True when a blob version needs a delivery.</summary>
    public bool IsNew(string blob, ETag eTag) =>
        !(_receipts.TryGetValue(blob, out var receipt) && receipt.IsDone && receipt.ETag == Plain(eTag)) && !_running.ContainsKey(blob);

    /// <summary>Forgets a blob that is no more.</summary>
    public void Forget(string blob)
    {
        if (!_running.ContainsKey(blob) && _receipts.TryRemove(blob, out _))
        {
            _store.DeleteReceipt(_watch, blob);
        }
    }

    /// <summary>Runs the function on a blob version, unless that was done; gives it up when it failed too often.</summary>
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
            var receipt = _receipts.TryGetValue(blob, out var known) && known.ETag == version ? known : new BlobReceipt(version, 0, IsDone: false);
            return receipt.IsDone ? BlobDelivery.Done
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
            Write(blob, receipt with { IsDone = true });
            return BlobDelivery.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops: that is not the blob's fault.
            Write(blob, receipt with { Attempts = receipt.Attempts - 1 });
            throw;
        }
        catch (Exception exception)
        {
            LogFailure(exception, Name, ImportId.For(Container.Name, blob, receipt.ETag), receipt.Attempts, _limits.Attempts);
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
            catch (RequestFailedException exception)
            {
                LogPoisonFailure(exception, Name, ImportId.For(Container.Name, blob, receipt.ETag), PoisonBlobQueue.Name);
                return BlobDelivery.Failed;
            }
        }

        Write(blob, receipt with { IsDone = true });
        LogPoison(Name, ImportId.For(Container.Name, blob, receipt.ETag), receipt.Attempts, _connection.Queues is null ? "no queue, for none is set" : PoisonBlobQueue.Name);
        return BlobDelivery.Done;
    }

    private void Write(string blob, BlobReceipt receipt)
    {
        _store.WriteReceipt(_watch, blob, receipt);
        _receipts[blob] = receipt;
    }

    // A listing gives versions without quotes, a header with them.
    private static string Plain(ETag eTag) => eTag.ToString().Trim('"');

    // A blob's name may hold an address: it is named by the id of its import.
    [LoggerMessage(3001, LogLevel.Warning, "Function {Function} failed on blob version {BlobVersion}, attempt {Attempt} of {Attempts}")]
    private partial void LogFailure(Exception exception, string function, string blobVersion, int attempt, int attempts);

    [LoggerMessage(3002, LogLevel.Error, "Function {Function} gave blob version {BlobVersion} up after {Attempts} attempts; its name is in {Queue}")]
    private partial void LogPoison(string function, string blobVersion, int attempts, string queue);

    [LoggerMessage(3003, LogLevel.Warning, "Function {Function} could not put blob version {BlobVersion} into {Queue}; it is tried again")]
    private partial void LogPoisonFailure(Exception exception, string function, string blobVersion, string queue);
}
