namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>A replay decided something else than history says: the orchestrator's code changed, or it is not deterministic.</summary>
internal sealed class NonDeterministicOrchestrationException(string message) : Exception(
    "Non-Deterministic workflow detected: " + message
    + " Was the orchestrator's code changed after this instance started, or does it depend on anything but its input, its context and the results it awaited?");
