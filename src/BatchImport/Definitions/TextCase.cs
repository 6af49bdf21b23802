namespace BatchImport.Definitions;

/// <summary>The case a column's texts are brought to, by the invariant culture's rules.</summary>
public enum TextCase
{
    /// <summary>As they are.</summary>
    Keep,

    /// <summary>Capital letters.</summary>
    Upper,

    /// <summary>Small letters.</summary>
    Lower,
}
