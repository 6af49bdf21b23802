using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace BatchImport.Definitions;

/// <summary>
/// The patterns of columns, compiled once in a process: with one activity a row, building them anew would cost more than the row.
/// </summary>
internal static class Patterns
{
    /// <summary>Non-backtracking: the time a match takes is linear in the value, whatever pattern and value are.</summary>
    public const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>More than the definitions of an installation have; past it, the oldest knowledge is not worth sorting out.</summary>
    private const int MaxKept = 1_000;

    private static readonly ConcurrentDictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    /// <summary>The expression that a whole value must match.</summary>
    /// <exception cref="ArgumentException">The pattern is none.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static Regex Get(string pattern)
    {
        if (Compiled.Count >= MaxKept)
        {
            Compiled.Clear();
        }

        return Compiled.GetOrAdd(pattern, static text => new Regex($@"\A(?:{text})\z", Options, Regex.InfiniteMatchTimeout));
    }
}
