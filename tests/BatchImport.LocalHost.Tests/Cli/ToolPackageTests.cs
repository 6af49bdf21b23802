using System.IO.Compression;
using System.Text.RegularExpressions;
using BatchImport.LocalHost.Cli;
using BatchImport.LocalHost.Services;
using BatchImport.Testing;

namespace BatchImport.LocalHost.Tests.Cli;

/// <summary>The .NET tool: packed from the tested build, installed from its package alone, and run in a folder without a clone.</summary>
public sealed partial class ToolPackageTests : IDisposable
{
    private const string Package = "BatchImport.Tool";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly TemporaryFolder _folder = new();

    public ToolPackageTests() => _limit.CancelAfter(Patience);

    // bin/{configuration}/net10.0
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public void Dispose()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task The_tool_is_packed_installed_and_run_without_a_clone()
    {
        var packages = Path.Combine(_folder.Path, "packages");
        await DotnetAsync("pack", Repository.PathOf("src", "BatchImport.LocalHost"), "--no-build", "--configuration", Configuration, "--output", packages, "--nologo");
        var package = Assert.Single(Directory.GetFiles(packages));
        var version = PackageName().Match(Path.GetFileName(package)).Groups["version"].Value;
        Assert.NotEqual("", version);
        using (var archive = await ZipFile.OpenReadAsync(package, _limit.Token))
        {
            var parts = archive.Entries.Select(entry => entry.FullName).ToArray();
            foreach (var part in new[] { "host.json", "Azurite/package.json", "Azurite/package-lock.json", "Azurite/.npmrc", "Azurite/launch.cjs", "Azurite/journal.cjs", "definitions/customers.json" })
            {
                Assert.Contains($"tools/net10.0/any/{part}", parts);
            }
        }

        // Only this source: the installation needs no network, and cannot find another package of the name.
        var sources = _folder.Write("nuget.config", $"""<configuration><packageSources><clear /><add key="here" value="{packages}" /></packageSources></configuration>""");
        var tools = Path.Combine(_folder.Path, "tools");
        await DotnetAsync("tool", "install", Package, "--version", version, "--tool-path", tools, "--configfile", sources);

        var told = await RunToolAsync(tools, "--version");
        Assert.Equal(ExitCodes.Completed, told.ExitCode);
        Assert.StartsWith(version, told.Output, StringComparison.Ordinal);

        var check = await RunToolAsync(tools, "check", Repository.PathOf("samples", "customers.xlsx"), "--definition", Repository.PathOf("samples", "customers.json"), "--errors", "1");
        Assert.Equal(ExitCodes.Failed, check.ExitCode);
        Assert.Contains("e-mail", check.Output + check.Error, StringComparison.Ordinal);
    }

    private async Task DotnetAsync(params string[] arguments)
    {
        var outcome = await CommandRunner.RunAsync(OwnProgram.Command().Program, arguments, _folder.Path, _limit.Token);
        Assert.True(outcome is { ExitCode: 0 }, $"dotnet {arguments[0]} failed: {outcome?.Output}{outcome?.Error}");
    }

    private async Task<CommandRunner.Outcome> RunToolAsync(string tools, params string[] arguments)
    {
        var outcome = await CommandRunner.RunAsync(Path.Combine(tools, OperatingSystem.IsWindows() ? "batchimport.exe" : "batchimport"), arguments, _folder.Path, _limit.Token);
        return outcome ?? throw new InvalidOperationException($"There is no tool in {tools}.");
    }

    [GeneratedRegex(@"^BatchImport\.Tool\.(?<version>.+)\.nupkg$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PackageName();
}
