using BatchImport.LocalHost.Invocation;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.Triggers;

/// <summary>Runs functions with the host's services.</summary>
/// <param name="services">The host's services.</param>
/// <param name="durable">The task hub's client.</param>
internal sealed class FunctionRunner(IServiceProvider services, DurableTaskClient? durable)
{
    /// <summary>Runs a function once.</summary>
    public Task<object?> RunAsync(Function function, object? trigger, IReadOnlyDictionary<string, string?> names, CancellationToken cancellationToken) =>
        function.InvokeAsync(services, durable, trigger, names, cancellationToken);
}
