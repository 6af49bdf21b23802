using BatchImport.Common;

namespace BatchImport.Definitions;

/// <summary>A definition is not valid. Its code is <c>invalid-definition</c>.</summary>
/// <param name="source">The name of the blob or file with the definition.</param>
/// <param name="line">The line in it, 1-based.</param>
/// <param name="rule">What is wrong and what is expected instead.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class DefinitionException(string source, int line, string rule, Exception? innerException = null)
    : RejectedException("invalid-definition", $"The definition {source} cannot be used, line {line}: {rule}", innerException)
{
    /// <summary>The position in the text, in bytes; -1 when unknown.</summary>
    internal int Position { get; init; } = -1;

    /// <summary>The line, 1-based.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong and what is expected instead.</summary>
    public string Rule { get; } = rule;
}
