using Azure.Messaging.ServiceBus;
using BatchImport.Common;
using BatchImport.Definitions;

namespace BatchImport.Targets.Queue;

/// <summary>
/// The target <c>queue</c> for Service Bus: the valid rows of a slice are one batch of messages, at least once. The id of a message is the row's key, so that a
/// queue with duplicate detection keeps one.
/// </summary>
/// <param name="sender">The queue or topic.</param>
/// <param name="message">The messages.</param>
internal sealed class ServiceBusTarget(ServiceBusSender sender, RowEvent message) : IBatchRowTarget
{
    public string Name => TargetDefinition.QueueType;

    public string Resource => $"{sender.FullyQualifiedNamespace}/{sender.EntityPath}";

    public int MaxBatch => 250;

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Opens the link to the queue.
            using var batch = await sender.CreateMessageBatchAsync(cancellationToken);
        }
        catch (ServiceBusException ex) when (ex.Reason == ServiceBusFailureReason.MessagingEntityNotFound)
        {
            throw new RejectedException("unknown-queue", $"The definition sends its rows to {sender.EntityPath}, and the Service Bus {sender.FullyQualifiedNamespace} has no queue or topic of that name. Ask the operator of this installation to create it, or correct the definition, and drop the file again.", ex);
        }
        catch (Exception ex) when (ex is ServiceBusException or UnauthorizedAccessException)
        {
            throw Unavailable(ex);
        }
    }

    public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
    {
        var receipt = (await SendAsync([row], cancellationToken))[0];
        return receipt.Errors.Count == 0 ? receipt.Reference : throw new RowRefusedException(ErrorText.Format(receipt.Errors, row.Header));
    }

    public async ValueTask<IReadOnlyList<RowReceipt>> SendAsync(IReadOnlyList<RowDelivery> rows, CancellationToken cancellationToken)
    {
        try
        {
            using var batch = await sender.CreateMessageBatchAsync(cancellationToken);
            foreach (var row in rows)
            {
                if (!batch.TryAddMessage(MessageOf(row)))
                {
                    return rows.Count > 1
                        ? throw new RowRefusedException("the messages of the rows do not fit into one batch")
                        : [RowReceipt.Refused(new RowError(null, FormattableString.Invariant($"the message of the row is larger than the {batch.MaxSizeInBytes} bytes that {sender.EntityPath} takes")))];
                }
            }

            await sender.SendMessagesAsync(batch, cancellationToken);
            return [.. rows.Select(static row => RowReceipt.Taken(row.IdempotencyKey))];
        }
        catch (ServiceBusException ex) when (ex.Reason == ServiceBusFailureReason.MessageSizeExceeded && rows.Count > 1)
        {
            throw new RowRefusedException("the messages of the rows are larger than the queue takes", ex);
        }
        catch (ServiceBusException ex) when (ex.Reason == ServiceBusFailureReason.MessageSizeExceeded)
        {
            return [RowReceipt.Refused(new RowError(null, $"the message of the row is larger than {sender.EntityPath} takes"))];
        }
        catch (ServiceBusException ex) when (ex.IsTransient || ex.Reason == ServiceBusFailureReason.QuotaExceeded)
        {
            throw new TransientRowException($"Service Bus could not take the rows ({ex.Reason})", ex) { IsOutage = ex.Reason != ServiceBusFailureReason.ServiceBusy, Detail = ex.Reason.ToString() };
        }
        catch (Exception ex) when (ex is ServiceBusException or UnauthorizedAccessException)
        {
            throw Unavailable(ex);
        }
    }

    /// <summary>The message of a row.</summary>
    internal ServiceBusMessage MessageOf(in RowDelivery row) => new(message.For(row))
    {
        MessageId = row.IdempotencyKey,
        ContentType = CloudEventJson.ContentType,
        Subject = message.Type,
        CorrelationId = row.BatchId,
    };

    private TargetUnavailableException Unavailable(Exception fault)
    {
        var detail = fault is ServiceBusException known ? known.Reason.ToString() : "not authorized";
        return new($"The Service Bus {sender.FullyQualifiedNamespace} takes no messages ({detail}). Its imports wait.", fault) { Service = $"target {Resource}", Detail = detail };
    }
}
