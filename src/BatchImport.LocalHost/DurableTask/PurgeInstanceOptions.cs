namespace BatchImport.LocalHost.DurableTask;

/// <summary>How an instance is deleted.</summary>
/// <param name="Recursive">Whether its finished sub-orchestrations go too.</param>
public record PurgeInstanceOptions(bool Recursive = false);
