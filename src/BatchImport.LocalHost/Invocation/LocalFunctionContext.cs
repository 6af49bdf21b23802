using Microsoft.Azure.Functions.Worker;

namespace BatchImport.LocalHost.Invocation;

/// <summary>One invocation of a function: the part of the worker's context that applies to a single process.</summary>
/// <param name="definition">The function.</param>
/// <param name="invocationId">The invocation's id.</param>
/// <param name="services">The services of this invocation's scope.</param>
/// <param name="cancellationToken">Cancelled when the host stops, or the caller of an HTTP function has disconnected.</param>
internal sealed class LocalFunctionContext(
    FunctionDefinition definition, string invocationId, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    private IDictionary<object, object>? _items;

    public override string InvocationId => invocationId;

    public override string FunctionId => definition.Id;

    public override FunctionDefinition FunctionDefinition => definition;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override CancellationToken CancellationToken => cancellationToken;

    /// <exception cref="NotSupportedException">Always: there is no host process with a trace to continue.</exception>
    public override TraceContext TraceContext => throw NotSupported(nameof(TraceContext));

    /// <exception cref="NotSupportedException">Always: bindings are resolved in this process.</exception>
    public override BindingContext BindingContext => throw NotSupported(nameof(BindingContext));

    /// <exception cref="NotSupportedException">Always: triggers retry on their own.</exception>
    public override RetryContext RetryContext => throw NotSupported(nameof(RetryContext));

    /// <exception cref="NotSupportedException">Always: there are no worker features.</exception>
    public override IInvocationFeatures Features => throw NotSupported(nameof(Features));

    private static NotSupportedException NotSupported(string member)
        => new($"The LocalHost does not provide {nameof(FunctionContext)}.{member}; it needs the Functions host.");
}
