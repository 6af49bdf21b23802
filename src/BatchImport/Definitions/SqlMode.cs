namespace BatchImport.Definitions;

/// <summary>What a target of the type sql does with a row.</summary>
public enum SqlMode
{
    /// <summary>Updates the row of the table with the same key, or inserts one.</summary>
    Upsert,

    /// <summary>Inserts a row.</summary>
    Insert,

    /// <summary>Updates the row of the table with the same key; a row without one is an error.</summary>
    Update,
}
