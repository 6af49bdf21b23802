using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>An instance is terminated together with its sub-orchestrations, which DurableTask.Core's event cannot express.</summary>
/// <param name="output">The output, as JSON.</param>
internal sealed class RecursiveTerminationEvent(string? output) : ExecutionTerminatedEvent(-1, output);
