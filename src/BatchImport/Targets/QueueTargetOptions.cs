namespace BatchImport.Targets;

/// <summary>The storage account of queue targets; configuration section <c>Targets:Queue</c>.</summary>
public sealed class QueueTargetOptions
{
    /// <summary>A connection string; a secret. Default: none.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The account's queue address, to use an identity instead of a connection string. Default: none.</summary>
    public string? ServiceUri { get; set; }
}
