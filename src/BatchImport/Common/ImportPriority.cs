namespace BatchImport.Common;

/// <summary>How much of the machine an import may take: it decides the number of lanes.</summary>
public enum ImportPriority
{
    /// <summary>What nobody asked otherwise for.</summary>
    Normal,

    /// <summary>Somebody waits for it.</summary>
    High,

    /// <summary>It may take its time.</summary>
    Bulk,
}
