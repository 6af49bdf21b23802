using System.Collections.Frozen;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.Invocation;

/// <summary>What one invocation's parameters are taken from.</summary>
/// <param name="Context">The invocation.</param>
/// <param name="Trigger">The trigger's own value: a blob client, a request, a timer's info, an orchestration's context, an activity's input.</param>
/// <param name="Durable">The task hub's client; null in a host without one.</param>
/// <param name="Names">Parts of a blob's path or of a route by name, without case.</param>
internal sealed record FunctionCall(FunctionContext Context, object? Trigger, DurableTaskClient? Durable, IReadOnlyDictionary<string, string?> Names)
{
    /// <summary>No names.</summary>
    public static IReadOnlyDictionary<string, string?> NoNames { get; } = FrozenDictionary<string, string?>.Empty;

    /// <summary>The services of this invocation's scope.</summary>
    public IServiceProvider Services => Context.InstanceServices;
}
