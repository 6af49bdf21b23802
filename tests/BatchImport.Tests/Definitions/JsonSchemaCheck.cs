using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BatchImport.Tests.Definitions;

/// <summary>
/// The subset of JSON Schema (2020-12) that the published schema uses. An unknown keyword fails, so that no part of the schema remains
/// unchecked.
/// </summary>
internal sealed class JsonSchemaCheck(JsonElement root)
{
    /// <summary>The first thing wrong with a value, and where; null when it is valid.</summary>
    public string? Problem(JsonElement value) => Problem(root, value, "$");

    private string? Problem(JsonElement schema, JsonElement value, string at)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.ValueKind == JsonValueKind.True ? null : $"{at} may not be there";
        }

        return schema.EnumerateObject().Select(keyword => Problem(schema, keyword, value, at)).FirstOrDefault(problem => problem is not null);
    }

    private string? Problem(JsonElement schema, JsonProperty keyword, JsonElement value, string at) => keyword.Name switch
    {
        "$schema" or "$defs" or "title" or "description" or "default" or "format" => null,
        "$ref" => Problem(root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]), value, at),
        "type" => Types(keyword.Value).Any(type => Is(type, value)) ? null : $"{at} is no {keyword.Value}",
        "enum" => keyword.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)) ? null : $"{at} is none of {keyword.Value}",
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(5)) ? null : $"{at} does not match {keyword.Value}",
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble() ? null : $"{at} is below {keyword.Value}",
        "required" => value.ValueKind == JsonValueKind.Object && keyword.Value.EnumerateArray().FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _)) is { ValueKind: JsonValueKind.String } missing ? $"{at} has no {missing}" : null,
        "properties" => value.ValueKind != JsonValueKind.Object ? null : keyword.Value.EnumerateObject()
            .Select(property => value.TryGetProperty(property.Name, out var inner) ? Problem(property.Value, inner, $"{at}.{property.Name}") : null).FirstOrDefault(problem => problem is not null),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object ? null : value.EnumerateObject()
            .Where(property => !schema.GetProperty("properties").TryGetProperty(property.Name, out _)).Select(property => $"{at}.{property.Name} is unknown").FirstOrDefault(),
        "items" => value.ValueKind != JsonValueKind.Array ? null : value.EnumerateArray()
            .Select((item, i) => Problem(keyword.Value, item, string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]"))).FirstOrDefault(problem => problem is not null),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32() ? null : $"{at} has too few items",
        "uniqueItems" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Select(item => item.GetRawText()).Distinct(StringComparer.Ordinal).Count() == value.GetArrayLength() ? null : $"{at} has an item twice",
        "oneOf" => keyword.Value.EnumerateArray().Count(option => Problem(option, value, at) is null) == 1 ? null : $"{at} is not exactly one of the options",
        "anyOf" => keyword.Value.EnumerateArray().Any(option => Problem(option, value, at) is null) ? null : $"{at} is none of the options",
        _ => throw new NotSupportedException($"The keyword {keyword.Name} is not checked."),
    };

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => throw new NotSupportedException($"The type {type} is not checked."),
    };
}
