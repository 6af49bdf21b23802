namespace BatchImport.Definitions;

/// <summary>The kind of a <see cref="RowRule"/>.</summary>
public enum RowRuleKind
{
    /// <summary>At least one of the columns has a value.</summary>
    OneOf,

    /// <summary>When one column has a value, or one of several given values, the others must have one too.</summary>
    Requires,

    /// <summary>Each date is the same as the one before it or later; blank ones are skipped.</summary>
    DateOrder,

    /// <summary>No two rows of the file have the same values in all of the columns; rows with a blank one are skipped.</summary>
    Unique,
}
