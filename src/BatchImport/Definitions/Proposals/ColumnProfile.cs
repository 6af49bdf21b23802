using BatchImport.Spreadsheets;

namespace BatchImport.Definitions.Proposals;

/// <summary>What is known of the values of a column of a sample. Its memory is bounded.</summary>
/// <param name="name">The header's text.</param>
internal sealed class ColumnProfile(string name)
{
    private const int MostDistinct = 10_000;
    private const int MostShapes = 200;

    private readonly TypeCandidate[] _candidates = TypeCandidate.CreateAll();
    private readonly Dictionary<string, int> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TextShape> _shapes = new(StringComparer.Ordinal);

    /// <summary>The header's text.</summary>
    public string Name => name;

    /// <summary>The rows, with blank values.</summary>
    public int Rows { get; private set; }

    /// <summary>The blank values.</summary>
    public int Blank { get; private set; }

    /// <summary>The values that are not blank.</summary>
    public int Filled => Rows - Blank;

    /// <summary>Values that lose something as a number: with leading zeros or a plus sign, or of more than 15 digits.</summary>
    public int Identifiers { get; private set; }

    /// <summary>Values that are booleans of the spreadsheet, or words: not 0 and 1.</summary>
    public int BooleanWords { get; private set; }

    /// <summary>The types, with the values that fit.</summary>
    public IReadOnlyList<TypeCandidate> Candidates => _candidates;

    /// <summary>The different values with their numbers; null when there are too many.</summary>
    public IReadOnlyDictionary<string, int>? Values { get; private set; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The forms of the texts, the most frequent one first.</summary>
    public IReadOnlyList<TextShape> Shapes => [.. _shapes.Values.OrderByDescending(static shape => shape.Count)];

    /// <summary>Adds the value of a row.</summary>
    /// <param name="row">The row's number.</param>
    /// <param name="cell">The value.</param>
    public void Add(int row, in Cell cell)
    {
        Rows++;
        if (Header.IsBlank(cell))
        {
            Blank++;
            return;
        }

        foreach (var candidate in _candidates)
        {
            candidate.Add(row, cell);
        }

        var text = CellText.Format(cell).Trim();
        var isText = cell.Kind is CellKind.Text or CellKind.Identifier;
        Identifiers += cell.Kind == CellKind.Identifier || (isText && IsIdentifier(text)) ? 1 : 0;
        BooleanWords += cell.Kind == CellKind.Boolean || (isText && text.Length > 0 && char.IsLetter(text[0])) ? 1 : 0;
        Count(text);
        if (isText && TextShape.From(text, row) is { } shape)
        {
            if (_shapes.TryGetValue(shape.Parts, out var known))
            {
                known.Add(shape);
            }
            else if (_shapes.Count < MostShapes)
            {
                _shapes[shape.Parts] = shape;
            }
        }
    }

    private static bool IsIdentifier(string text)
    {
        var digits = text.StartsWith('+') ? text[1..] : text;
        return digits.Length > 1 && digits.All(char.IsAsciiDigit) && (digits[0] == '0' || text[0] == '+' || digits.Length > 15);
    }

    private void Count(string text)
    {
        if (Values is null)
        {
            return;
        }

        _values[text] = _values.GetValueOrDefault(text) + 1;
        Values = _values.Count > MostDistinct ? null : _values;
    }
}
