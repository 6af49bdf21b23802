using System.ComponentModel.DataAnnotations;
using BatchImport.Targets.Http;

namespace BatchImport.Targets;

/// <summary>
/// What targets may access; configuration section <c>Targets</c>. Secrets for header fields are settings of any name under <c>Targets:Secrets</c>.
/// </summary>
public sealed class TargetOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Targets";

    /// <summary>The configuration section of secrets that definitions refer to as <c>{setting:Name}</c>; no other setting is available to them.</summary>
    public const string Secrets = "Targets:Secrets";

    /// <summary>
    /// The hosts that http targets may call, separated by commas: <c>api.example.com</c>, <c>api.example.com:8443</c>,
    /// <c>*.example.com</c> for every name below it. After a host, <c>private</c> allows non-public addresses, and <c>http</c>
    /// allows requests without TLS: <c>crm.local:8080 private http</c>. Default: none.
    /// </summary>
    public string? AllowedHosts { get; set; }

    /// <summary>The storage of table targets.</summary>
    public TableTargetOptions Table { get; set; } = new();

    /// <summary>The storage account of queue targets.</summary>
    public QueueTargetOptions Queue { get; set; } = new();

    /// <summary>The Service Bus of queue targets.</summary>
    public ServiceBusTargetOptions ServiceBus { get; set; } = new();

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!Http.AllowedHosts.TryParse(AllowedHosts, out _, out var problem))
        {
            yield return new ValidationResult($"{Section}:{nameof(AllowedHosts)}: {problem}", [nameof(AllowedHosts)]);
        }

        if (Table.ServiceUri is { Length: > 0 } uri && !Uri.TryCreate(uri, UriKind.Absolute, out _))
        {
            yield return new ValidationResult($"{Section}:{nameof(Table)}:{nameof(TableTargetOptions.ServiceUri)} is not a valid address: https://account.table.core.windows.net", [nameof(Table)]);
        }

        if (Queue.ServiceUri is { Length: > 0 } queue && !Uri.TryCreate(queue, UriKind.Absolute, out _))
        {
            yield return new ValidationResult($"{Section}:{nameof(Queue)}:{nameof(QueueTargetOptions.ServiceUri)} is not a valid address: https://account.queue.core.windows.net", [nameof(Queue)]);
        }

        if (ServiceBus.HostName is { Length: > 0 } host && Uri.CheckHostName(host) != UriHostNameType.Dns)
        {
            yield return new ValidationResult($"{Section}:{nameof(ServiceBus)}:{nameof(ServiceBusTargetOptions.HostName)} is not a host name: name.servicebus.windows.net", [nameof(ServiceBus)]);
        }
    }
}
