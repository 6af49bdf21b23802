namespace BatchImport.Targets;

/// <summary>The Service Bus of queue targets; configuration section <c>Targets:ServiceBus</c>.</summary>
public sealed class ServiceBusTargetOptions
{
    /// <summary>A connection string; a secret. Default: none.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The host name of the namespace, <c>name.servicebus.windows.net</c>, to use an identity instead of a connection string. Default: none.</summary>
    public string? HostName { get; set; }
}
