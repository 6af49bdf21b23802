using BatchImport.Common;

namespace BatchImport.Definitions;

/// <summary>A definition that cannot be used. Its code is <c>invalid-definition</c>.</summary>
/// <param name="source">Where the definition stands: a blob or file name.</param>
/// <param name="line">The line in it, 1-based.</param>
/// <param name="rule">What is wrong and what is expected instead.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public sealed class DefinitionException(string source, int line, string rule, Exception? innerException = null)
    : RejectedException("invalid-definition", $"The definition {source} cannot be used, line {line}: {rule}", innerException)
{
    /// <summary>Where in the text it is, in bytes; -1 when that is not known.</summary>
    internal int Position { get; init; } = -1;

    /// <summary>The line, 1-based.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong and what is expected instead.</summary>
    public string Rule { get; } = rule;
}
