using System.Text.Json;

namespace BatchImport.Definitions;

/// <summary>Removes mistakes from a definition's text, so that the rest can be read; positions and lines do not change.</summary>
internal static class DefinitionCutter
{
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>Properties that a target requires.</summary>
    private static readonly string[] Required = ["type", "url", "table", "partitionKey", "rowKey", "service", "queue"];

    /// <summary>Removes the property or list item at a position.</summary>
    /// <param name="text">The text; removed bytes become blanks.</param>
    /// <param name="position">The position of a mistake.</param>
    /// <returns>False when the mistake is in the definition as a whole.</returns>
    public static bool TryRemove(byte[] text, int position)
    {
        if (Members(text) is not { } members)
        {
            return false;
        }

        var path = members.Where(member => member.Start <= position && position < member.End).OrderByDescending(static member => member.Depth).ToList();
        if (path.Count == 0 || path is [{ Name: "columns" }])
        {
            return false;
        }

        if (path is [{ Name: "name" } name])
        {
            return TryReplaceName(text, name);
        }

        var inner = path[0];
        var outer = path.Count > 1 ? path[1] : null;
        var top = path[^1];
        if (top.Name == "rules" && path.Count > 1)
        {
            Remove(text, path[^2]);
        }
        else if (top.Name == "target" && (path.Count < 2 || Required.Contains(path[^2].Name, StringComparer.Ordinal)))
        {
            Remove(text, top);
        }
        else if (top.Name == "columns" && path.Count > 1 && (inner.Name is "name" or null && inner.Depth <= path[^2].Depth + 1))
        {
            // A column without its name is not a column; a definition without columns is not a definition.
            Remove(text, path[^2]);
            return members.Count(member => member.Depth == path[^2].Depth && member.Start > top.Start && member.End <= top.End) > 1;
        }
        else if (inner.Name == "type" && outer is not null)
        {
            // The column's other rules depend on it.
            foreach (var sibling in members.Where(member => member.Depth == inner.Depth && member.Start >= outer.Start && member.End <= outer.End && member.Name is not ("name" or "aliases")))
            {
                Remove(text, sibling);
            }
        }
        else
        {
            Remove(text, inner);
        }

        return true;
    }

    /// <summary>All properties and list items, each from its first byte to after its last one. Null when the text is not JSON.</summary>
    private static List<Member>? Members(ReadOnlySpan<byte> text)
    {
        try
        {
            return Read(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<Member> Read(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, Options);
        var members = new List<Member>();
        var open = new Stack<(string? Name, int Start, bool IsRoot)>();
        string? name = null;
        var start = -1;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    (name, start) = (reader.GetString(), (int)reader.TokenStartIndex);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push((name, start < 0 ? (int)reader.TokenStartIndex : start, open.Count == 0));
                    (name, start) = (null, -1);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    var closed = open.Pop();
                    if (!closed.IsRoot)
                    {
                        members.Add(new(closed.Name, closed.Start, (int)reader.BytesConsumed, open.Count));
                    }

                    break;
                default:
                    members.Add(new(name, start < 0 ? (int)reader.TokenStartIndex : start, (int)reader.BytesConsumed, open.Count));
                    (name, start) = (null, -1);
                    break;
            }
        }

        return members;
    }

    /// <summary>Gives the definition a valid name, because a missing name would be another mistake.</summary>
    private static bool TryReplaceName(byte[] text, Member name)
    {
        var value = text.AsSpan(name.Start..name.End);
        value = value[(value.IndexOf((byte)':') + 1)..].TrimStart(" \t\r\n"u8);
        if (value.Length < 3 || value[0] != (byte)'"' || value.StartsWith("\"a\""u8))
        {
            return false;
        }

        value.Fill((byte)' ');
        "\"a\""u8.CopyTo(value);
        return true;
    }

    private static void Remove(byte[] text, Member member)
    {
        var end = member.End;
        var next = end;
        while (next < text.Length && text[next] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            next++;
        }

        end = next < text.Length && text[next] == (byte)',' ? next + 1 : end;
        for (var i = member.Start; i < end; i++)
        {
            text[i] = text[i] is (byte)'\r' or (byte)'\n' ? text[i] : (byte)' ';
        }
    }

    /// <param name="Name">The property's name; null for a list item.</param>
    /// <param name="Start">The position of its first byte.</param>
    /// <param name="End">The position after its last byte.</param>
    /// <param name="Depth">The number of objects and lists around it.</param>
    private sealed record Member(string? Name, int Start, int End, int Depth);
}
