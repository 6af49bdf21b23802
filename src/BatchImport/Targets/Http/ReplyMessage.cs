using System.Text.Json;

namespace BatchImport.Targets.Http;

/// <summary>The reason of a refusal in a target's reply, as one line for the owner of the file.</summary>
internal static class ReplyMessage
{
    // The owner sees it in a cell.
    private const int MaxLength = 300;

    // Validation errors are objects of lists of texts; deeper values are no text for people.
    private const int MaxDepth = 4;

    private const string ProblemType = "application/problem+json";

    /// <summary>Finds the reason: at the definition's pointer or, if there is none, in the detail or title of a problem (RFC 9457).</summary>
    /// <param name="reply">The reply; null when it is not JSON.</param>
    /// <param name="pointer">The definition's JSON pointer; null for none.</param>
    /// <param name="mediaType">The media type of the reply; null when it has none.</param>
    /// <returns>At most 300 characters on one line; null when there is no reason.</returns>
    public static string? Find(JsonDocument? reply, string? pointer, string? mediaType)
    {
        var parts = new List<string>();
        if (ReplyBody.Find(reply, pointer) is { } element)
        {
            Add(parts, element, MaxDepth);
        }

        if (parts.Count == 0 && IsProblem(mediaType))
        {
            var problem = ReplyBody.Text(ReplyBody.Find(reply, "/detail")) ?? ReplyBody.Text(ReplyBody.Find(reply, "/title"));
            parts.AddRange(problem is null ? [] : [problem]);
        }

        return Line(string.Join("; ", parts)) is { Length: > 0 } line ? line : null;
    }

    /// <summary>True when a reply of this media type is worth reading without a pointer.</summary>
    public static bool IsProblem(string? mediaType) => string.Equals(mediaType, ProblemType, StringComparison.OrdinalIgnoreCase);

    private static void Add(List<string> parts, JsonElement value, int depth, string? name = null)
    {
        // More than this is cut from the line in any case.
        if (depth == 0 || parts.Count > MaxLength / 2)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Add(parts, item, depth - 1, name);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                Add(parts, member.Value, depth - 1, member.Name);
            }
        }
        else if (ReplyBody.Text(value) is { } text && !string.IsNullOrWhiteSpace(text))
        {
            parts.Add(name is null ? text : $"{name}: {text}");
        }
    }

    private static string Line(string message)
    {
        var line = new string([.. message.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return line.Length <= MaxLength ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[MaxLength - 1]) ? MaxLength - 1 : MaxLength), "…");
    }
}
