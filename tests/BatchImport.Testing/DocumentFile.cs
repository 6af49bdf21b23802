using System.Text.RegularExpressions;

namespace BatchImport.Testing;

/// <summary>A Markdown document of the repository, read so that tests can verify what it contains.</summary>
public sealed partial class DocumentFile
{
    private readonly string[] _lines;

    private DocumentFile(string path, string text)
    {
        Path = path;
        _lines = text.ReplaceLineEndings("\n").Split('\n');
    }

    /// <summary>The path below the root of the repository, with slashes.</summary>
    public string Path { get; }

    /// <summary>Its lines, fenced blocks included.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The fenced code blocks: the language after the fence (empty for none), and the content without the fences.</summary>
    public IEnumerable<(string Language, string Content, int Line)> Blocks()
    {
        for (var start = 0; start < _lines.Length; start++)
        {
            if (_lines[start].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(_lines, start + 1, line => line.StartsWith("```", StringComparison.Ordinal));
                if (end < 0)
                {
                    throw new InvalidDataException($"{Path}, line {start + 1}: the code block has no end.");
                }

                yield return (_lines[start][3..].Trim(), string.Join('\n', _lines[(start + 1)..end]), start + 2);
                start = end;
            }
        }
    }

    /// <summary>The cells of the rows of all tables, without header rows and separators.</summary>
    public IEnumerable<string[]> TableRows()
    {
        var prose = Prose().ToArray();
        for (var i = 0; i < prose.Length; i++)
        {
            var isHeader = i + 1 < prose.Length && prose[i + 1].StartsWith("| ---", StringComparison.Ordinal);
            if (prose[i].StartsWith('|') && !isHeader && !prose[i].StartsWith("| ---", StringComparison.Ordinal))
            {
                yield return prose[i].Trim('|').Split('|', StringSplitOptions.TrimEntries);
            }
        }
    }

    /// <summary>The addresses of its links and pictures, outside code.</summary>
    public IEnumerable<string> Links() => Prose().SelectMany(line => Link().Matches(InlineCode().Replace(line, "")).Select(match => match.Groups["address"].Value));

    /// <summary>The anchors of its headings, as GitHub derives them: lower case, without punctuation, hyphens for blanks.</summary>
    public IReadOnlySet<string> Anchors() => Prose()
        .Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The code spans within its text.</summary>
    public IEnumerable<string> CodeSpans() => Prose().SelectMany(line => InlineCode().Matches(line).Select(match => match.Groups["code"].Value));

    /// <summary>Reads a document.</summary>
    public static DocumentFile Read(params ReadOnlySpan<string> segments)
    {
        var path = Repository.PathOf(segments);
        return new DocumentFile(System.IO.Path.GetRelativePath(Repository.Root(), path).Replace('\\', '/'), File.ReadAllText(path));
    }

    /// <summary>All documents for readers: those in the root, in <c>docs</c>, and beside sources, samples and tools.</summary>
    public static IReadOnlyList<DocumentFile> All()
    {
        var root = Repository.Root();
        var inFolders = new[] { "docs", "src", "samples", "bench", "tools" }
            .Select(folder => System.IO.Path.Combine(root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories))
            .Where(file => !BuildOutput().IsMatch(file));
        return [.. Directory.EnumerateFiles(root, "*.md").Concat(inFolders).Order(StringComparer.Ordinal).Select(file => Read(file))];
    }

    private IEnumerable<string> Prose()
    {
        var isCode = false;
        foreach (var line in _lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex(@"\]\((?<address>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Link();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\p{L}\p{Nd} _-]", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"[\\/](bin|obj|node_modules|BenchmarkDotNet\.Artifacts)[\\/]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BuildOutput();
}
