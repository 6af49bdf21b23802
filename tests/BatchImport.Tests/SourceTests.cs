using System.Text.RegularExpressions;
using BatchImport.Testing;

namespace BatchImport.Tests;

/// <summary>Conventions of the source that no analyzer holds. The others are in <c>.editorconfig</c>.</summary>
public sealed partial class SourceTests
{
    private const int MostLines = 250;

    [Fact]
    public void A_caught_exception_is_named_ex() => Assert.All(
        Files("src", "tools", "bench", "samples", "tests"),
        static file => Assert.All(CaughtException().Matches(File.ReadAllText(file)), static match => Assert.Equal("ex", match.Groups["name"].Value)));

    [Fact]
    public void A_source_file_of_the_product_has_at_most_250_lines() => Assert.All(
        Files("src", "tools"),
        static file => Assert.True(File.ReadLines(file).Count() <= MostLines, $"{file} has more than {MostLines} lines: split it by job."));

    private static string[] Files(params string[] folders)
    {
        string[] files =
        [
            .. folders.SelectMany(static folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
                .Where(static file => !file.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(files);
        return files;
    }

    [GeneratedRegex(@"catch \([\w.<>]+ (?<name>\w+)\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex CaughtException();
}
