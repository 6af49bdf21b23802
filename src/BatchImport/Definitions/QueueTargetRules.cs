namespace BatchImport.Definitions;

/// <summary>The rules for a target of the type queue.</summary>
internal static class QueueTargetRules
{
    // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas: 260 characters.
    private const int MaxServiceBusName = 260;
    private const int MaxEventType = 128;

    public static QueueTargetDefinition Check(ref DefinitionJson json, TargetProperties read)
    {
        json.RequireAt(read.Start, read.Service is not null, "the target has no service: \"service\": \"storage\" or \"servicebus\"");
        var service = read.Service!.Value;
        var queue = read.Required(ref json, "queue", "customers");
        json.RequireAt(
            read.PositionOf("queue"),
            service == QueueService.Storage ? IsStorageQueue(queue) : IsServiceBusEntity(queue),
            service == QueueService.Storage
                ? $"{DefinitionJson.Shown(queue)} is not the name of a storage queue: 3 to 63 characters of a-z, 0-9 and single hyphens between them"
                : $"{DefinitionJson.Shown(queue)} is not the name of a queue or topic of Service Bus: 1 to {MaxServiceBusName} letters, digits, periods, hyphens, underscores and slashes, with a letter or digit at both ends");
        var target = new QueueTargetDefinition { Service = service, Queue = queue };
        if (read.Texts.TryGetValue("eventType", out var type))
        {
            json.RequireAt(read.At["eventType"], type.Trim().Length > 0 && type.Length <= MaxEventType && type.All(static c => c is > ' ' and <= '~'), $"eventType has 1 to {MaxEventType} printable characters of ASCII without blanks");
            target = target with { EventType = type };
        }

        if (read.Json.TryGetValue("body", out var body))
        {
            JsonTemplate.Check(ref json, read.At["body"], body);
            target = target with { Body = body };
        }

        return target;
    }

    // https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata
    private static bool IsStorageQueue(string name) =>
        name.Length is >= 3 and <= 63 && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') &&
        name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);

    private static bool IsServiceBusEntity(string name) =>
        name.Length is >= 1 and <= MaxServiceBusName && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/') &&
        char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]);
}
