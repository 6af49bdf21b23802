using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.LocalHost.Invocation;

/// <summary>A function, ready to run.</summary>
/// <param name="Definition">Its name and entry point.</param>
/// <param name="Trigger">Its trigger.</param>
/// <param name="Body">The compiled call: creates the instance, binds the parameters, awaits the method.</param>
internal sealed record Function(FunctionDefinition Definition, FunctionTrigger Trigger, Func<FunctionCall, Task<object?>> Body)
{
    /// <summary>The function's name.</summary>
    public string Name => Definition.Name;

    /// <summary>Runs the function once, in a new service scope.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="durable">The task hub's client; null in a host without one.</param>
    /// <param name="trigger">The trigger's value.</param>
    /// <param name="names">The parts of a blob's path or of a route, by name.</param>
    /// <param name="cancellationToken">Ends the invocation.</param>
    public async Task<object?> InvokeAsync(
        IServiceProvider services, DurableTaskClient? durable, object? trigger, IReadOnlyDictionary<string, string?> names, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var context = new LocalFunctionContext(Definition, ActivityTraceId.CreateRandom().ToHexString(), scope.ServiceProvider, cancellationToken);
        return await Body(new FunctionCall(context, trigger, durable, names));
    }
}
