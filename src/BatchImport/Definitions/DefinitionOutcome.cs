namespace BatchImport.Definitions;

/// <summary>The outcome of a change of the stored definitions.</summary>
public enum DefinitionOutcome
{
    /// <summary>A new definition was stored.</summary>
    Created,

    /// <summary>A definition was replaced.</summary>
    Replaced,

    /// <summary>A definition was deleted.</summary>
    Deleted,

    /// <summary>The definition has mistakes. Nothing was changed.</summary>
    Invalid,

    /// <summary>The condition does not hold for the stored version. Nothing was changed.</summary>
    ConditionFailed,

    /// <summary>There is no definition of that name.</summary>
    NotFound,
}
