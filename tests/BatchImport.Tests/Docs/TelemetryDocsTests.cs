using System.Text.RegularExpressions;
using BatchImport.Testing;

namespace BatchImport.Tests.Docs;

/// <summary><c>docs/telemetry.md</c> lists the metrics that the sources create.</summary>
public sealed partial class TelemetryDocsTests
{
    [Fact]
    public void The_metrics_are_those_of_the_sources()
    {
        var created = Directory.EnumerateFiles(Repository.PathOf("src"), "*Metrics.cs", SearchOption.AllDirectories)
            .SelectMany(file => Instrument().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .Distinct(StringComparer.Ordinal);
        var documented = DocumentFile.Read("docs", "telemetry.md").TableRows().Select(cells => cells[0].Trim('`'));

        Assert.Equal(created.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"Create\w+(<\w+>)?\(\s*""(?<name>batchimport\.[a-z_.]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Instrument();
}
