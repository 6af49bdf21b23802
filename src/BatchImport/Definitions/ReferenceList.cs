using System.Collections.Concurrent;

namespace BatchImport.Definitions;

/// <summary>The values of a <see cref="ReferenceSource"/>, as they were when an import read them. Safe for concurrent use.</summary>
public sealed class ReferenceList
{
    /// <summary>The largest list that is searched for a value that resembles a wrong one: the search compares each wrong value with all values.</summary>
    public const int MostSearched = 20_000;

    // A file with more different wrong values has another fault than typing errors.
    private const int MostSuggestions = 1_000;

    private readonly Lazy<ILookup<int, (string Reduced, string Value)>> _byLength;
    private readonly ConcurrentDictionary<string, string?> _suggested = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates a list.</summary>
    /// <param name="source">Where it is from.</param>
    /// <param name="values">Its values; at least one. Blank ones and repetitions are left out.</param>
    public ReferenceList(ReferenceSource source, IEnumerable<string> values)
    {
        Source = source;
        Values = [.. values.Select(static value => value.Trim()).Where(static value => value.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        _byLength = new(() => Values.Select(static value => (Reduced: FuzzyNames.Reduce(value), Value: value)).ToLookup(static each => each.Reduced.Length));
    }

    /// <summary>Where it is from.</summary>
    public ReferenceSource Source { get; }

    /// <summary>The values in their order, each once.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The value that a wrong one resembles most; null for none, or when several do equally.</summary>
    internal string? Nearest(string text)
    {
        if (Values.Count > MostSearched)
        {
            return null;
        }

        return _suggested.TryGetValue(text, out var known) ? known : _suggested.Count >= MostSuggestions ? null : _suggested[text] = Search(FuzzyNames.Reduce(text));
    }

    private string? Search(string reduced)
    {
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var length in Enumerable.Range(reduced.Length - FuzzyNames.MostEdits, (2 * FuzzyNames.MostEdits) + 1))
        {
            foreach (var (candidate, value) in _byLength.Value[length])
            {
                if (FuzzyNames.Distance(reduced, candidate) is not { } distance || distance > least)
                {
                    continue;
                }

                nearest = distance == least ? null : value;
                least = distance;
            }
        }

        return nearest;
    }
}
