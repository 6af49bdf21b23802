using System.Collections.Concurrent;
using Azure.Core;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;

namespace BatchImport.Targets.Queue;

/// <summary>The services of queue targets, opened when they are first used and shared by all imports.</summary>
internal sealed class QueueConnections : IAsyncDisposable
{
    private readonly Lazy<QueueServiceClient?> _storage;
    private readonly Lazy<ServiceBusClient?> _serviceBus;
    private readonly ConcurrentDictionary<string, Lazy<ServiceBusSender>> _senders = new(StringComparer.OrdinalIgnoreCase);

    public QueueConnections(IOptions<TargetOptions> options, Func<TokenCredential> credential)
    {
        _storage = new(() => OpenStorage(options.Value.Queue, credential));
        _serviceBus = new(() => OpenServiceBus(options.Value.ServiceBus, credential));
    }

    /// <summary>The storage account; null when none is set.</summary>
    public QueueServiceClient? Storage => _storage.Value;

    /// <summary>A queue or topic of the Service Bus; null when no Service Bus is set.</summary>
    public ServiceBusSender? SenderTo(string queue) =>
        _serviceBus.Value is { } client ? _senders.GetOrAdd(queue, name => new Lazy<ServiceBusSender>(() => client.CreateSender(name))).Value : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_serviceBus is { IsValueCreated: true, Value: { } client })
        {
            await client.DisposeAsync();
        }
    }

    // The definition controls retries, and they must not be nested. Functions read messages as Base64 by default.
    private static QueueServiceClient? OpenStorage(QueueTargetOptions options, Func<TokenCredential> credential)
    {
        var client = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64, Retry = { MaxRetries = 0 } };
        return options switch
        {
            { ConnectionString.Length: > 0 } => new QueueServiceClient(options.ConnectionString, client),
            { ServiceUri.Length: > 0 } => new QueueServiceClient(new Uri(options.ServiceUri), credential(), client),
            _ => null,
        };
    }

    private static ServiceBusClient? OpenServiceBus(ServiceBusTargetOptions options, Func<TokenCredential> credential)
    {
        var client = new ServiceBusClientOptions { RetryOptions = { MaxRetries = 0 } };
        return options switch
        {
            { ConnectionString.Length: > 0 } => new ServiceBusClient(options.ConnectionString, client),
            { HostName.Length: > 0 } => new ServiceBusClient(options.HostName, credential(), client),
            _ => null,
        };
    }
}
