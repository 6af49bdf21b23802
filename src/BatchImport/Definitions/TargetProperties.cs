namespace BatchImport.Definitions;

/// <summary>The properties of a target as read, before its type interprets them.</summary>
/// <param name="start">Where the target begins.</param>
internal sealed class TargetProperties(int start)
{
    public int Start => start;

    /// <summary>Where each property's value begins.</summary>
    public Dictionary<string, int> At { get; } = new(StringComparer.Ordinal);

    /// <summary>Properties that are texts.</summary>
    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>Properties that are JSON of any kind, as plain JSON.</summary>
    public Dictionary<string, string> Json { get; } = new(StringComparer.Ordinal);

    public TargetDefinition Target { get; set; } = new();

    public BreakerDefinition? Breaker { get; set; } = new();

    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<int> Success { get; set; } = [];

    public bool Merge { get; set; }

    public QueueService? Service { get; set; }

    public SqlProvider? Provider { get; set; }

    public SqlMode? Mode { get; set; }

    /// <summary>Columns of a database table, each with the column of the file it receives.</summary>
    public IReadOnlyDictionary<string, string> TableColumns { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Key { get; set; } = [];

    public int PositionOf(string property) => At.GetValueOrDefault(property, start);

    /// <summary>A required text.</summary>
    public string Required(ref DefinitionJson json, string property, string example)
    {
        json.RequireAt(start, Texts.ContainsKey(property), $"the target has no {property}: \"{property}\": \"{example}\"");
        return Texts[property];
    }

    /// <summary>A template that names columns only.</summary>
    public Template Columns(ref DefinitionJson json, string property, string text)
    {
        var isValid = Template.TryParse(text, out var template, out var problem);
        json.RequireAt(PositionOf(property), isValid, $"{property}: {problem}");
        json.RequireAt(PositionOf(property), !template!.Settings.Any(), $"{property}: {{setting:...}} is allowed in header fields only, so that no secret gets into an address or a log of the target");
        return template;
    }
}
