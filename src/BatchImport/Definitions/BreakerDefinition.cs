namespace BatchImport.Definitions;

/// <summary>When a target is considered down, so that the import pauses instead of failing every row.</summary>
public sealed record BreakerDefinition
{
    /// <summary>
    /// The number of consecutive attempts, over all workers and imports, that must end in a transient fault. Default: 10, more than the attempts of
    /// a single bad row.
    /// </summary>
    public int Failures { get; init; } = 10;

    /// <summary>How long no row is sent after that; then one row at a time probes whether the target is available again. Default: 15 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);
}
