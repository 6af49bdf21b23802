using System.Text;
using System.Text.Json;

namespace BatchImport.Definitions;

/// <summary>Reads the text of a definition by the rules for one that is stored under a name.</summary>
public static class DefinitionText
{
    /// <summary>The maximum size of a definition in bytes: 1 MiB, about ten thousand columns.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Reads a text.</summary>
    /// <param name="name">The name that it is stored under.</param>
    /// <param name="json">The text in UTF-8.</param>
    /// <returns>The definition, or its mistakes in the order of the text.</returns>
    public static (ImportDefinition? Definition, IReadOnlyList<DefinitionMistake> Mistakes) Read(string name, ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            return (null, [new(1, 1, $"the definition has {json.Length} bytes; the limit is {MaxBytes}")]);
        }

        var found = DefinitionCheck.Run(json, name + ".json");
        if (found.Count > 0)
        {
            return (null, [.. found.Select(mistake => new DefinitionMistake(mistake.Line, ColumnOf(json, mistake), mistake.Rule))]);
        }

        var definition = DefinitionReader.Read(json, name + ".json");
        return definition.Name == name
            ? (definition, [])
            : (null, [new(1, 1, $"its name is {DefinitionJson.Shown(definition.Name)}, but it is stored as {DefinitionJson.Shown(name)}: they must be the same")]);
    }

    /// <summary>True when a text is JSON without the comments and trailing commas that definitions may have in addition.</summary>
    public static bool IsStrictJson(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int ColumnOf(ReadOnlyMemory<byte> json, DefinitionException mistake)
    {
        if (mistake.Position < 0)
        {
            return (int)((mistake.InnerException as JsonException)?.BytePositionInLine ?? 0) + 1;
        }

        var before = DefinitionReader.WithoutMark(json).Span[..mistake.Position];
        return Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
    }
}
