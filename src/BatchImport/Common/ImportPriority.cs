namespace BatchImport.Common;

/// <summary>The priority of an import. It determines the number of lanes.</summary>
public enum ImportPriority
{
    /// <summary>The default.</summary>
    Normal,

    /// <summary>A user is waiting for the result.</summary>
    High,

    /// <summary>The import is not urgent.</summary>
    Bulk,
}
