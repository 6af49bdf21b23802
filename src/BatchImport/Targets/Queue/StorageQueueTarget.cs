using System.Globalization;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using BatchImport.Common;
using BatchImport.Definitions;

namespace BatchImport.Targets.Queue;

/// <summary>The target <c>queue</c> for Azure Storage queues: a message per row, at least once.</summary>
/// <param name="service">The storage account.</param>
/// <param name="queue">The queue.</param>
/// <param name="message">The messages.</param>
internal sealed class StorageQueueTarget(QueueServiceClient service, QueueClient queue, RowEvent message) : IRowTarget
{
    // https://learn.microsoft.com/azure/storage/queues/scalability-targets: 64 KiB for the text of a message, which is Base64.
    private const int MaxBytes = 64 * 1024 / 4 * 3;
    private const int MaxListed = 30;

    // Without it, a message that no one takes for seven days is gone.
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public string Name => TargetDefinition.QueueType;

    public string Resource => $"{queue.AccountName}/{queue.Name}";

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await queue.ExistsAsync(cancellationToken))
            {
                var names = await NamesAsync(cancellationToken);
                throw new RejectedException("unknown-queue", $"The definition sends its rows to the queue {queue.Name}, which the storage account {queue.AccountName} does not have ({(names.Count == 0 ? "it has no queues" : $"queues: {string.Join(", ", names)}")}). Ask the operator of this installation to create it, or correct the definition, and drop the file again.");
            }
        }
        catch (RequestFailedException ex)
        {
            throw new TargetUnavailableException($"The storage account {queue.AccountName} cannot be used: {Describe(ex)}. Its imports wait.", ex) { Service = $"target {Resource}", Detail = Detail(ex) };
        }
    }

    public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
    {
        var body = message.For(row);
        if (body.ToMemory().Length > MaxBytes)
        {
            throw new RowRefusedException(string.Create(CultureInfo.InvariantCulture, $"the message of the row has {body.ToMemory().Length} bytes; a storage queue takes up to {MaxBytes}"));
        }

        try
        {
            SendReceipt receipt = await queue.SendMessageAsync(body, visibilityTimeout: null, timeToLive: Forever, cancellationToken);
            return receipt.MessageId;
        }
        catch (RequestFailedException ex) when (ex.Status is 400 or 413)
        {
            throw new RowRefusedException(Describe(ex), ex);
        }
        catch (RequestFailedException ex)
        {
            throw new TransientRowException(Describe(ex), ex) { IsOutage = ex.Status != 429, Detail = Detail(ex) };
        }
    }

    private static string Describe(RequestFailedException fault) => fault.Status == 0
        ? "the queue service could not be reached"
        : string.Create(CultureInfo.InvariantCulture, $"the queue service answered {fault.Status}{(fault.ErrorCode is { } code ? $" ({code})" : "")}");

    private static string Detail(RequestFailedException fault) => fault.Status == 0 ? "no answer" : fault.Status.ToString(CultureInfo.InvariantCulture);

    private async Task<List<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var each in service.GetQueuesAsync(QueueTraits.None, prefix: null, cancellationToken))
        {
            names.Add(each.Name);
            if (names.Count == MaxListed)
            {
                break;
            }
        }

        return names;
    }
}
