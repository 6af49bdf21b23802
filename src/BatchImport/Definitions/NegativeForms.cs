namespace BatchImport.Definitions;

/// <summary>How a negative number that is typed as text may be written besides a minus sign in front of it.</summary>
[Flags]
public enum NegativeForms
{
    /// <summary>In no other form.</summary>
    None = 0,

    /// <summary>With the minus sign behind it, as SAP writes: <c>12.50-</c>.</summary>
    Trailing = 1,

    /// <summary>In parentheses, as accountants write: <c>(12.50)</c>.</summary>
    Parentheses = 2,
}
