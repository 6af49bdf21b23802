namespace BatchImport.Definitions;

/// <summary>When a target counts as down, so that the import pauses instead of failing every row.</summary>
public sealed record BreakerDefinition
{
    /// <summary>So many tries in a row, of all workers and imports together, must end in a fault that may pass. Default: 10, which a single bad row's tries do not reach.</summary>
    public int Failures { get; init; } = 10;

    /// <summary>How long no row is sent then; after it, one row at a time tries whether the target is back. Default: 15 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);
}
