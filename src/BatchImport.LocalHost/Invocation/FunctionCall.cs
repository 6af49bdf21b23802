using System.Collections.Frozen;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.Invocation;

/// <summary>The source of the parameter values of one invocation.</summary>
/// <param name="Context">The invocation.</param>
/// <param name="Trigger">The trigger's value: a blob client, a request, a timer's info, an orchestration's context, an activity's input.</param>
/// <param name="Durable">The task hub's client; null in a host without one.</param>
/// <param name="Names">The parts of a blob's path or of a route, by name; case is ignored.</param>
internal sealed record FunctionCall(FunctionContext Context, object? Trigger, DurableTaskClient? Durable, IReadOnlyDictionary<string, string?> Names)
{
    /// <summary>An empty set of names.</summary>
    public static IReadOnlyDictionary<string, string?> NoNames { get; } = FrozenDictionary<string, string?>.Empty;

    /// <summary>The services of this invocation's scope.</summary>
    public IServiceProvider Services => Context.InstanceServices;
}
