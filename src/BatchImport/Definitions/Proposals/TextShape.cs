using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BatchImport.Definitions.Proposals;

/// <summary>The form of texts: runs of digits and of letters, and the characters between them, such as two letters, a hyphen and four digits.</summary>
internal sealed class TextShape
{
    private const int MostParts = 8;

    // Lengths of texts such as names vary more than this, and give no pattern.
    private const int MostLengths = 100;

    private readonly string _parts;
    private readonly int[] _least;
    private readonly int[] _most;
    private readonly Dictionary<string, TextShape> _exact = new(StringComparer.Ordinal);

    private TextShape(string parts, int[] lengths)
    {
        _parts = parts;
        _least = lengths;
        _most = [.. lengths];
    }

    /// <summary>The kinds of the parts: D for digits, U and L for upper and lower case letters of ASCII, and other characters as they are.</summary>
    public string Parts => _parts;

    /// <summary>The texts of this form.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>The first row of this form.</summary>
    public int FirstRow { get; private init; }

    /// <summary>The form with the lengths that most of its texts have; itself for one that has no texts of other lengths.</summary>
    public TextShape MostFrequent => _exact.Count == 0 ? this : _exact.Values.MaxBy(static shape => shape.Count)!;

    /// <summary>The first row of this form with other lengths than the most frequent ones; null for none.</summary>
    public int? FirstOtherLength
    {
        get
        {
            var frequent = MostFrequent;
            return _exact.Values.Where(shape => shape != frequent).Min(static shape => (int?)shape.FirstRow);
        }
    }

    /// <summary>True when it is a form of numbers or codes rather than of words: it has digits.</summary>
    public bool IsCode => _parts.Contains('D', StringComparison.Ordinal);

    /// <summary>The form of a text; null for one with more parts than a form has.</summary>
    public static TextShape? From(string text, int row)
    {
        var parts = new StringBuilder();
        var lengths = new List<int>();
        foreach (var c in text)
        {
            var part = char.IsAsciiDigit(c) ? 'D' : char.IsAsciiLetterUpper(c) ? 'U' : char.IsAsciiLetterLower(c) ? 'L' : c;
            if (parts.Length > 0 && parts[^1] == part)
            {
                lengths[^1]++;
                continue;
            }

            if (parts.Length == MostParts)
            {
                return null;
            }

            parts.Append(part);
            lengths.Add(1);
        }

        return parts.Length == 0 ? null : new(parts.ToString(), [.. lengths]) { FirstRow = row };
    }

    /// <summary>Adds another text of the same form.</summary>
    public void Add(TextShape other)
    {
        if (_exact.Count == 0)
        {
            _exact[Lengths(this)] = new(_parts, [.. _least]) { FirstRow = FirstRow, Count = Count };
        }

        if (_exact.TryGetValue(Lengths(other), out var same))
        {
            same.Count++;
        }
        else if (_exact.Count < MostLengths)
        {
            _exact[Lengths(other)] = new(_parts, [.. other._least]) { FirstRow = other.FirstRow };
        }

        Count++;
        for (var i = 0; i < _least.Length; i++)
        {
            _least[i] = Math.Min(_least[i], other._least[i]);
            _most[i] = Math.Max(_most[i], other._most[i]);
        }
    }

    private static string Lengths(TextShape shape) => string.Join(',', shape._least);

    /// <summary>A regular expression that texts of this form match.</summary>
    public string ToPattern()
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < _parts.Length; i++)
        {
            pattern.Append(_parts[i] switch
            {
                'D' => "[0-9]",
                'U' => "[A-Z]",
                'L' => "[a-z]",
                var c => Regex.Escape(c.ToString()),
            });
            if (_least[i] != 1 || _most[i] != 1)
            {
                pattern.Append(_least[i] == _most[i]
                    ? string.Create(CultureInfo.InvariantCulture, $"{{{_least[i]}}}")
                    : string.Create(CultureInfo.InvariantCulture, $"{{{_least[i]},{_most[i]}}}"));
            }
        }

        return pattern.ToString();
    }
}
