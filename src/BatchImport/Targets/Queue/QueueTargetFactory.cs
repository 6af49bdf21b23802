using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Targets.Http;

namespace BatchImport.Targets.Queue;

/// <summary>Creates the targets of the type <c>queue</c>.</summary>
internal sealed class QueueTargetFactory(QueueConnections connections, TimeProvider time) : IRowTargetFactory
{
    public string Type => TargetDefinition.QueueType;

    public IRowTarget Create(RowTargetContext context)
    {
        var queue = context.Target.Queue ?? throw new InvalidOperationException($"The definition {context.Definition.Name} has a target of the type queue without its options.");
        var message = new RowEvent(new Uri($"/batchimport/definitions/{context.Definition.Name}", UriKind.Relative), queue.EventType, new RowBody(queue.Body, context), time);
        if (queue.Service == QueueService.ServiceBus)
        {
            return connections.SenderTo(queue.Queue) is { } sender
                ? new ServiceBusTarget(sender, message)
                : throw Missing(context.Definition, "a queue of Service Bus", $"{TargetOptions.Section}:ServiceBus:{nameof(ServiceBusTargetOptions.ConnectionString)}", $"{TargetOptions.Section}:ServiceBus:{nameof(ServiceBusTargetOptions.HostName)}");
        }

        var storage = connections.Storage
            ?? throw Missing(context.Definition, "a storage queue", $"{TargetOptions.Section}:Queue:{nameof(QueueTargetOptions.ConnectionString)}", $"{TargetOptions.Section}:Queue:{nameof(QueueTargetOptions.ServiceUri)}");
        return new StorageQueueTarget(storage, storage.GetQueueClient(queue.Queue), message);
    }

    private static RejectedException Missing(ImportDefinition definition, string what, string one, string other) => new(
        "missing-setting", $"The definition {definition.Name} sends its rows to {what}, but neither {one} nor {other} is set. Ask the operator of this installation to set one of them, and drop the file again.");
}
