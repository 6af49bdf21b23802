namespace BatchImport.Definitions;

/// <summary>What a <see cref="RowRule"/> asks for.</summary>
public enum RowRuleKind
{
    /// <summary>At least one of the columns has a value.</summary>
    OneOf,

    /// <summary>When one column has a value, or one of some values, the others have one too.</summary>
    Requires,

    /// <summary>Each date is the same as the one before it or later; blank ones are passed over.</summary>
    DateOrder,

    /// <summary>No two rows of the file have the same values in all of the columns; rows with a blank one are passed over.</summary>
    Unique,
}
