namespace BatchImport.Definitions;

/// <summary>The case a column's texts are converted to, by the rules of the invariant culture.</summary>
public enum TextCase
{
    /// <summary>Unchanged.</summary>
    Keep,

    /// <summary>Upper case.</summary>
    Upper,

    /// <summary>Lower case.</summary>
    Lower,
}
