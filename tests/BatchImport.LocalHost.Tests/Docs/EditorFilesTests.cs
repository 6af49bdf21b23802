using System.Text.Json;
using BatchImport.LocalHost.Cli;
using BatchImport.Testing;

namespace BatchImport.LocalHost.Tests.Docs;

/// <summary>The tasks and launch configurations of Visual Studio Code, and the dev container, refer to existing files.</summary>
public sealed class EditorFilesTests
{
    private const string Workspace = "${workspaceFolder}/";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip };

    [Fact]
    public void Projects_and_folders_of_tasks_and_launch_configurations_exist()
    {
        var texts = new[] { "tasks.json", "launch.json" }.SelectMany(file => Texts(Read(".vscode", file))).Where(text => text.StartsWith(Workspace, StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(texts);
        Assert.All(texts, text =>
        {
            // The output of a build does not exist in every configuration; its project does.
            var path = text[Workspace.Length..].Split("/bin/")[0];
            Assert.True(Path.Exists(Repository.PathOf(path.Split('/'))), $"{path} does not exist.");
        });
    }

    [Fact]
    public void Tasks_that_are_referred_to_are_defined()
    {
        var tasks = Read(".vscode", "tasks.json").GetProperty("tasks").EnumerateArray().ToArray();
        var labels = tasks.Select(task => task.GetProperty("label").GetString()).ToArray();
        var needed = tasks.Where(task => task.TryGetProperty("dependsOn", out _)).Select(task => task.GetProperty("dependsOn").GetString())
            .Concat(Configurations().Select(configuration => configuration.GetProperty("preLaunchTask").GetString()));

        Assert.Empty(needed.Except(labels, StringComparer.Ordinal));
    }

    [Fact]
    public void The_arguments_of_the_LocalHost_are_valid()
    {
        var launched = Configurations().Where(configuration => configuration.TryGetProperty("args", out _)).ToArray();

        Assert.Equal(2, launched.Length);
        Assert.All(launched, configuration => Assert.Empty(CommandLineApp.CreateRoot()
            .Parse([.. Texts(configuration.GetProperty("args")).Select(word => File.Exists(Repository.PathOf(word)) ? Repository.PathOf(word) : word)]).Errors));
    }

    [Fact]
    public void The_dev_container_has_the_required_versions()
    {
        var features = Read(".devcontainer", "devcontainer.json").GetProperty("features").EnumerateObject().ToDictionary(feature => feature.Name.Split('/')[^1].Split(':')[0], feature => feature.Value, StringComparer.Ordinal);
        var sdk = Read("global.json").GetProperty("sdk").GetProperty("version").GetString()!;

        Assert.StartsWith(features["dotnet"].GetProperty("version").GetString()! + ".", sdk, StringComparison.Ordinal);
        Assert.True(int.Parse(features["node"].GetProperty("version").GetString()!, System.Globalization.CultureInfo.InvariantCulture) >= BatchImport.LocalHost.Services.NodeJs.MinimumMajor);
    }

    private static IEnumerable<JsonElement> Configurations() => Read(".vscode", "launch.json").GetProperty("configurations").EnumerateArray();

    private static JsonElement Read(params ReadOnlySpan<string> path) => JsonDocument.Parse(File.ReadAllText(Repository.PathOf(path)), Lenient).RootElement;

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Texts(property.Value)),
        _ => [],
    };
}
