using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BatchImport.Infra.Tests;

/// <summary>The workflows, the image and the compose file, as far as their text can be verified; the workflow itself runs them.</summary>
public sealed partial class DeliveryTests
{
    public static TheoryData<string> Workflows =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, ".github", "workflows")).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_are_pinned_by_commit_with_their_version_beside(string workflow)
    {
        var lines = Repository.Read(".github", "workflows", workflow).ReplaceLineEndings("\n").Split('\n').Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(Pinned(), line));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflows_may_only_read_unless_a_job_says_why(string workflow) =>
        Assert.Contains("\npermissions:\n  contents: read\n", Repository.Read(".github", "workflows", workflow).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_publish_restores_by_itself(string workflow) =>
        Assert.DoesNotContain(
            Repository.Read(".github", "workflows", workflow).ReplaceLineEndings("\n").Split('\n'),
            line => line.Contains("dotnet publish", StringComparison.Ordinal) && line.Contains("--no-restore", StringComparison.Ordinal));

    [Fact]
    public void Dependabot_looks_where_dependencies_are()
    {
        var config = Repository.Read(".github", "dependabot.yml");
        var folders = Folder().Matches(config).Select(match => match.Groups["path"].Value.Trim('/')).ToArray();

        Assert.Contains("src/BatchImport.LocalHost/Azurite", folders, StringComparer.Ordinal);
        Assert.All(folders, folder => Assert.True(Directory.Exists(Path.Combine([Repository.Root, .. folder.Split('/')])), folder));
    }

    [Fact]
    public void The_image_runs_as_a_user_without_rights()
    {
        var last = Repository.Read("Dockerfile").ReplaceLineEndings("\n").Split("\nFROM ")[^1];

        Assert.Contains("\nUSER $APP_UID\n", last, StringComparison.Ordinal);
        Assert.DoesNotContain("\nRUN", last[last.IndexOf("\nUSER ", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("local.settings.json", Repository.Read(".dockerignore"), StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_runs_the_Azurite_that_the_LocalHost_installs()
    {
        var version = (string)JsonNode.Parse(Repository.Read("src", "BatchImport.LocalHost", "Azurite", "package.json"))!["dependencies"]!["azurite"]!;

        Assert.Contains($"azure-storage/azurite:{version}\n", Repository.Read("compose.yaml").ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\s*-? ?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Pinned();

    [GeneratedRegex(@"^    directory: (?<path>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Folder();
}
