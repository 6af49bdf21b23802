namespace BatchImport.Definitions;

/// <summary>A message of a queue per row of the file.</summary>
public sealed record QueueTargetDefinition
{
    /// <summary>The default of <see cref="EventType"/>.</summary>
    public const string DefaultEventType = "batchimport.row";

    /// <summary>The service.</summary>
    public required QueueService Service { get; init; }

    /// <summary>The name of the queue, which must exist; for Service Bus also of a topic.</summary>
    public required string Queue { get; init; }

    /// <summary>The attribute <c>type</c> of the messages, which are CloudEvents.</summary>
    public string EventType { get; init; } = DefaultEventType;

    /// <summary>The data of the messages: JSON with placeholders; null for an object of all columns.</summary>
    public string? Body { get; init; }
}
