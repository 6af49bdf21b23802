namespace BatchImport.Definitions;

/// <summary>The outcome of storing a definition.</summary>
/// <param name="Outcome">What was done.</param>
/// <param name="Stored">What is stored now; null when nothing was stored.</param>
/// <param name="Mistakes">The mistakes that prevented it, in the order of the text.</param>
public sealed record SavedDefinition(DefinitionOutcome Outcome, StoredDefinition? Stored, IReadOnlyList<DefinitionMistake> Mistakes);
