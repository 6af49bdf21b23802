using System.Globalization;
using System.Text;
using System.Text.Json;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions;

/// <summary>Reads JSON token by token, so that a problem can name its line.</summary>
internal ref struct DefinitionJson
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly string _source;
    private Utf8JsonReader _reader;

    public DefinitionJson(ReadOnlySpan<byte> text, string source)
    {
        _text = text;
        _source = source;
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 });
    }

    /// <summary>Where the current token begins.</summary>
    public readonly int Position => (int)_reader.TokenStartIndex;

    /// <summary>True when the current value is a text.</summary>
    public readonly bool IsText => _reader.TokenType == JsonTokenType.String;

    /// <summary>True when the current value is <c>false</c>.</summary>
    public readonly bool IsFalse => _reader.TokenType == JsonTokenType.False;

    /// <summary>A text as messages show it.</summary>
    public static string Shown(string text) => CellText.Quote(text);

    /// <summary>Moves to the next token.</summary>
    public void Next() => _reader.Read();

    /// <summary>Reads to the end: only comments may follow.</summary>
    public void End()
    {
        while (_reader.Read())
        {
        }
    }

    /// <summary>Moves to an object's next property's value; its name, or null at the object's end.</summary>
    public string? NextProperty(string owner, string[] known, HashSet<string> seen)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var name = Decode("the name of a property");
        Require(known.Contains(name, StringComparer.Ordinal), $"{owner} has no property {Shown(name)}; valid properties: {string.Join(", ", known.Where(static property => property[0] != '$'))}");
        Require(seen.Add(name), $"{Shown(name)} occurs twice");
        _reader.Read();
        return name;
    }

    /// <summary>Moves to a list's next item; false at its end.</summary>
    public bool NextItem()
    {
        _reader.Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>The current value, a text.</summary>
    public readonly string Text(string property)
    {
        Expect(JsonTokenType.String, $"{property} is a text in quotes");
        return Decode(property);
    }

    /// <summary>The current value, a text that is not blank.</summary>
    public readonly string HeaderText(string property)
    {
        var text = Text(property);
        Require(!string.IsNullOrWhiteSpace(text), $"{property} is blank");
        return text.Trim();
    }

    /// <summary>The current value, the name of one of an enumeration's members in lower case.</summary>
    public readonly T Word<T>(string property)
        where T : struct, Enum
    {
        var text = Text(property);
        var words = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        var index = words.IndexOf(text);
        Require(index >= 0, $"the {property} {Shown(text)} is unknown; valid values: {string.Join(", ", words)}");
        return Enum.GetValues<T>()[index];
    }

    /// <summary>The current value, a list of names of an enumeration's members in lower case.</summary>
    public List<T> Words<T>(string property)
        where T : struct, Enum
    {
        Expect(JsonTokenType.StartArray, $"{property} is a list of: {string.Join(", ", Enum.GetNames<T>().Select(static name => name.ToLowerInvariant()))}");
        var words = new List<T>();
        while (NextItem())
        {
            words.Add(Word<T>(property));
        }

        return words;
    }

    /// <summary>The current value, a list of texts that are not blank.</summary>
    public List<string> Texts(string property)
    {
        Expect(JsonTokenType.StartArray, $"{property} is a list of texts: [ \"one\", \"two\" ]");
        var texts = new List<string>();
        while (NextItem())
        {
            texts.Add(HeaderText(property));
        }

        return texts;
    }

    /// <summary>The current value, true or false.</summary>
    public readonly bool Boolean(string property)
    {
        Require(_reader.TokenType is JsonTokenType.True or JsonTokenType.False, $"{property} is true or false");
        return _reader.GetBoolean();
    }

    /// <summary>The current value, a text or a number, as it is written.</summary>
    public readonly string TextOrNumber(string property)
    {
        if (_reader.TokenType == JsonTokenType.Number)
        {
            return Encoding.UTF8.GetString(_reader.ValueSpan);
        }

        Require(_reader.TokenType == JsonTokenType.String, $"{property} is a number, or a date in quotes");
        return Text(property);
    }

    /// <summary>The current value, a number in a range.</summary>
    public readonly double Number(string property, double least, double most)
    {
        var number = 0.0;
        Require(
            _reader.TokenType == JsonTokenType.Number && _reader.TryGetDouble(out number) && number >= least && number <= most,
            string.Create(CultureInfo.InvariantCulture, $"{property} is a number from {least} to {most}"));
        return number;
    }

    /// <summary>The current value, a whole number in a range.</summary>
    public readonly int WholeNumber(string property, int least, int most)
    {
        var number = 0;
        Require(
            _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out number) && number >= least && number <= most,
            string.Create(CultureInfo.InvariantCulture, $"{property} is a whole number from {least} to {most}"));
        return number;
    }

    /// <summary>The current value, a number of seconds in a range.</summary>
    public readonly TimeSpan Seconds(string property, double least, double most) => TimeSpan.FromSeconds(Number(property, least, most));

    /// <summary>The current value, a list of whole numbers in a range.</summary>
    public List<int> WholeNumbers(string property, int least, int most)
    {
        Expect(JsonTokenType.StartArray, $"{property} is a list of whole numbers");
        var numbers = new List<int>();
        while (NextItem())
        {
            numbers.Add(WholeNumber(property, least, most));
        }

        return numbers;
    }

    /// <summary>The current value, an object whose properties are texts; their names are compared without case.</summary>
    public Dictionary<string, string> TextsByName(string property)
    {
        Expect(JsonTokenType.StartObject, $"{property} is an object of texts: {{ \"Name\": \"text\" }}");
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Decode("the name of a property");
            Require(!texts.ContainsKey(name), $"{Shown(name)} occurs twice");
            _reader.Read();
            texts[name] = Text($"{property}, {Shown(name)}");
        }

        return texts;
    }

    /// <summary>The current value, of any type, as plain JSON: without comments and trailing commas.</summary>
    public string AnyJson()
    {
        using var document = JsonDocument.ParseValue(ref _reader);
        return JsonSerializer.Serialize(document.RootElement);
    }

    /// <summary>The current value, a text, a number, true or false, as it is written.</summary>
    public readonly string Scalar(string property)
    {
        Require(
            _reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False,
            $"{property} is a text in quotes, a number, true or false");
        return _reader.TokenType == JsonTokenType.String ? Text(property) : Encoding.UTF8.GetString(_reader.ValueSpan);
    }

    public readonly void Expect(JsonTokenType type, string rule) => Require(_reader.TokenType == type, rule);

    public readonly void Require(bool condition, string rule) => RequireAt(Position, condition, rule);

    public readonly void RequireAt(int position, bool condition, string rule)
    {
        if (!condition)
        {
            throw new DefinitionException(_source, LineOf(position), rule) { Position = position };
        }
    }

    /// <summary>A problem with the current token.</summary>
    public readonly DefinitionException Problem(string rule) => new(_source, LineOf(Position), rule) { Position = Position };

    private readonly string Decode(string what)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Invalid UTF-8, or half a surrogate pair.
            throw Problem($"{what} is not valid text");
        }
    }

    private readonly int LineOf(int position) => _text[..position].Count((byte)'\n') + 1;
}
