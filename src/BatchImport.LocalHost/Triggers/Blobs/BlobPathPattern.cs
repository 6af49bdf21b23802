using System.Text;
using System.Text.RegularExpressions;
using BatchImport.LocalHost.Invocation;

namespace BatchImport.LocalHost.Triggers.Blobs;

/// <summary>
/// A blob trigger's path: the container, and a pattern of blob names in which <c>{part}</c> matches one or more characters, slashes
/// included. https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#blob-name-patterns
/// </summary>
internal sealed class BlobPathPattern
{
    private readonly Regex _names;

    private BlobPathPattern(string container, string prefix, Regex names)
    {
        Container = container;
        Prefix = prefix;
        _names = names;
    }

    /// <summary>The container's name.</summary>
    public string Container { get; }

    /// <summary>The common prefix of the names of all matching blobs; may be empty.</summary>
    public string Prefix { get; }

    /// <summary>Parses a path.</summary>
    /// <exception cref="FunctionBindingException">The path is invalid.</exception>
    public static BlobPathPattern Parse(string path, string function)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var container = slash < 0 ? path : path[..slash];
        if (container.Length == 0 || container.Contains('{', StringComparison.Ordinal))
        {
            throw new FunctionBindingException($"Function '{function}': the blob path '{path}' must begin with a container's name, as in container/{{name}}.");
        }

        var names = slash < 0 ? "{name}" : path[(slash + 1)..];
        var pattern = new StringBuilder("^");
        var prefix = (string?)null;
        for (var at = 0; at < names.Length;)
        {
            var open = names.IndexOf('{', at);
            var literal = open < 0 ? names[at..] : names[at..open];
            pattern.Append(Regex.Escape(literal));
            prefix ??= literal;
            if (open < 0)
            {
                break;
            }

            var close = names.IndexOf('}', open);
            var part = close < 0 ? "" : names[(open + 1)..close];
            if (!Regex.IsMatch(part, "^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.NonBacktracking))
            {
                throw new FunctionBindingException($"Function '{function}': the blob path '{path}' has a part between braces that is not a name; this host accepts {{name}}, without expressions.");
            }

            pattern.Append("(?<").Append(part).Append(">.+)");
            at = close + 1;
        }

        return new BlobPathPattern(container, prefix ?? "", new Regex(pattern.Append('$').ToString(), RegexOptions.NonBacktracking | RegexOptions.Singleline));
    }

    /// <summary>The parts of a blob's name; null when it does not match.</summary>
    public IReadOnlyDictionary<string, string?>? Match(string blobName)
    {
        var match = _names.Match(blobName);
        return match.Success
            ? match.Groups.Values.Where(group => !char.IsAsciiDigit(group.Name[0])).ToDictionary(group => group.Name, string? (group) => group.Value, StringComparer.OrdinalIgnoreCase)
            : null;
    }
}
