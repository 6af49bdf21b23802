namespace BatchImport.LocalHost.DurableTask;

/// <summary>How an instance is terminated.</summary>
/// <param name="Output">Its output from then on.</param>
/// <param name="Recursive">Whether its running sub-orchestrations are terminated too.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
