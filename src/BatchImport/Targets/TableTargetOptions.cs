namespace BatchImport.Targets;

/// <summary>The storage account of table targets; configuration section <c>Targets:Table</c>.</summary>
public sealed class TableTargetOptions
{
    /// <summary>A connection string; a secret. Default: none.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The account's table address, to use an identity instead of a connection string. Default: none.</summary>
    public string? ServiceUri { get; set; }
}
