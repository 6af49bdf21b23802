namespace BatchImport.Definitions;

/// <summary>A mistake in the text of a definition.</summary>
/// <param name="Line">The line, 1-based.</param>
/// <param name="Column">The column in the line, in characters, 1-based.</param>
/// <param name="Message">What is wrong and what is expected instead.</param>
public sealed record DefinitionMistake(int Line, int Column, string Message);
