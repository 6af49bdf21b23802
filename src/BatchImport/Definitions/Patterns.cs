using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace BatchImport.Definitions;

/// <summary>
/// The patterns of columns, compiled once in a process: with one activity per row, compiling them each time would cost more than the row.
/// </summary>
internal static class Patterns
{
    /// <summary>Non-backtracking: the time of a match is linear in the length of the value, for any pattern and value.</summary>
    public const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>More than the definitions of an installation have; beyond it, the cache is cleared rather than sorted by age.</summary>
    private const int MaxKept = 1_000;

    private static readonly ConcurrentDictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    /// <summary>The expression that a whole value must match.</summary>
    /// <exception cref="ArgumentException">The pattern is invalid.</exception>
    /// <exception cref="NotSupportedException">The pattern requires backtracking.</exception>
    public static Regex Get(string pattern)
    {
        if (Compiled.Count >= MaxKept)
        {
            Compiled.Clear();
        }

        return Compiled.GetOrAdd(pattern, static text => new Regex($@"\A(?:{text})\z", Options, Regex.InfiniteMatchTimeout));
    }
}
