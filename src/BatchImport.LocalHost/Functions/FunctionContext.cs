namespace BatchImport.LocalHost.Functions;

/// <summary>One invocation of a function: the part of the genuine type that means something in one process.</summary>
public sealed class FunctionContext
{
    internal FunctionContext(FunctionDefinition definition, string invocationId, IServiceProvider services, CancellationToken cancellationToken)
    {
        FunctionDefinition = definition;
        InvocationId = invocationId;
        InstanceServices = services;
        CancellationToken = cancellationToken;
    }

    /// <summary>The invocation's id.</summary>
    public string InvocationId { get; }

    /// <summary>The function.</summary>
    public FunctionDefinition FunctionDefinition { get; }

    /// <summary>The services of this invocation's scope.</summary>
    public IServiceProvider InstanceServices { get; }

    /// <summary>Cancelled when the host stops, or the caller of an HTTP function has gone.</summary>
    public CancellationToken CancellationToken { get; }
}
