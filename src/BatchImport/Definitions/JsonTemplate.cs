using System.Text.Json;

namespace BatchImport.Definitions;

/// <summary>JSON whose texts are templates.</summary>
internal static class JsonTemplate
{
    /// <summary>Checks every text of a body: names of columns, no secrets.</summary>
    public static void Check(ref DefinitionJson json, int position, string body)
    {
        using var document = JsonDocument.Parse(body);
        foreach (var text in Texts(document.RootElement))
        {
            var isValid = Template.TryParse(text, out var template, out var problem);
            json.RequireAt(position, isValid, $"body, {DefinitionJson.Shown(text)}: {problem}");
            json.RequireAt(position, !template!.Settings.Any(), $"body, {DefinitionJson.Shown(text)}: {{setting:...}} is allowed in header fields only");
        }
    }

    /// <summary>Every text that is a value.</summary>
    public static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Texts(property.Value)),
        _ => [],
    };
}
