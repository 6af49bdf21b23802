namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>Which orchestration a run is of.</summary>
internal sealed record OrchestrationIdentity(string InstanceId, ParentOrchestrationInstance? Parent, string DefaultVersion);
