using System.Globalization;
using System.Text.RegularExpressions;
using BatchImport.Testing;

namespace BatchImport.Tests.Docs;

/// <summary>The event ids of log messages, which alerts refer to.</summary>
public sealed partial class EventIdTests
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [Fact]
    public void An_event_id_has_one_message()
    {
        var messages = Messages();

        Assert.True(messages.Count > 50, $"Only {messages.Count} log messages were found.");
        Assert.Empty(messages.GroupBy(static message => message.Id).Where(static group => group.Count() > 1)
            .Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static message => message.File))}"));
    }

    [Fact]
    public void The_alerts_refer_to_event_ids_that_exist()
    {
        var known = Messages().Select(static message => message.Id).ToHashSet();
        var operations = File.ReadAllText(Repository.PathOf("docs", "operations.md"));
        var queried = QueriedId().Matches(operations).Select(static match => Id(match.ValueSpan.Trim('"'))).ToHashSet();
        var explained = ExplainedIds().Matches(operations).SelectMany(static match => match.Groups["ids"].Value.Split(", ").Select(static id => Id(id))).ToHashSet();

        Assert.NotEmpty(queried);
        Assert.Subset(known, queried);
        Assert.Equal(queried.Order(), explained.Order());
    }

    private static List<(int Id, string File)> Messages() =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(static file => LoggedId().Matches(File.ReadAllText(file)).Select(match => (Id(match.Groups["id"].ValueSpan), Path.GetFileName(file)))),
    ];

    private static int Id(ReadOnlySpan<char> text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[LoggerMessage\(\s*(EventId\s*=\s*)?(?<id>\d+)", Options)]
    private static partial Regex LoggedId();

    [GeneratedRegex(@"""\d{4}""", Options)]
    private static partial Regex QueriedId();

    [GeneratedRegex(@"^\| (?<ids>\d{4}(, \d{4})*) \|", Options | RegexOptions.Multiline)]
    private static partial Regex ExplainedIds();
}
