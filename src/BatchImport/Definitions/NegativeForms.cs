namespace BatchImport.Definitions;

/// <summary>Notations of a negative number typed as text, in addition to a minus sign in front.</summary>
[Flags]
public enum NegativeForms
{
    /// <summary>No other notation.</summary>
    None = 0,

    /// <summary>With the minus sign at the end, as SAP writes it: <c>12.50-</c>.</summary>
    Trailing = 1,

    /// <summary>In parentheses, as in accounting: <c>(12.50)</c>.</summary>
    Parentheses = 2,
}
