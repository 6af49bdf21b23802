using System.Security.Cryptography;
using System.Text.Json;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Tests.Services;

public sealed class AzuriteInstallationTests : IDisposable
{
    private const string NoSuchProgram = "batchimport-no-such-program";

    private readonly TemporaryFolder _folder = new();

    private string InstallFolder => Path.Combine(_folder.Path, "azurite");

    private static string LockFile => Path.Combine(AzuriteInstallation.Source, "package-lock.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_lock_names_every_package_by_version_and_hash_and_none_by_the_address_of_a_registry()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(LockFile));
        var packages = document.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0).ToList();

        Assert.NotEmpty(packages);
        Assert.All(packages, package =>
        {
            Assert.False(package.Value.TryGetProperty("resolved", out _), $"{package.Name} has an address.");
            Assert.True(package.Value.TryGetProperty("integrity", out _), $"{package.Name} has no hash.");
            Assert.True(package.Value.TryGetProperty("version", out _), $"{package.Name} has no version.");
        });
    }

    [Fact]
    public void The_packages_of_telemetry_and_of_SQL_databases_are_not_installed()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(LockFile));
        var packages = document.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0)
            .Select(package => package.Value.TryGetProperty("name", out var name) ? name.GetString()! : package.Name[(package.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..])
            .ToHashSet(StringComparer.Ordinal);

        Assert.Contains("azurite", packages);
        Assert.DoesNotContain(packages, name => name.StartsWith("@opentelemetry/", StringComparison.Ordinal) || name is "applicationinsights" or "@azure/identity" or "mysql2" or "tedious");
    }

    [Fact]
    public async Task A_machine_without_Node_js_is_told_what_to_do()
    {
        var exception = await FailAsync(new NodeJs(NoSuchProgram));

        Assert.StartsWith("Node.js 20 or later is needed to run Azurite", exception.Message, StringComparison.Ordinal);
        Assert.Contains("was not found. Install it from https://nodejs.org", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Node_js_that_is_too_old_is_told_with_what_it_says_of_itself()
    {
        // A program that answers --version with a lower number than Node.js must have.
        var exception = await FailAsync(new NodeJs("dotnet"));

        Assert.Contains($"'dotnet --version' reports '{Environment.Version.Major}.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_npm_is_told_what_to_do()
    {
        var exception = await FailAsync(new NodeJs(Npm: NoSuchProgram));

        Assert.StartsWith($"npm is needed to install Azurite, the storage emulator, and '{NoSuchProgram}' was not found", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_npm_that_fails_is_told_with_its_log_and_leaves_no_marker()
    {
        // node interprets npm's arguments as the name of a script, which does not exist.
        var exception = await FailAsync(new NodeJs(Npm: "node"));

        Assert.Contains("npm could not install Azurite", exception.Message, StringComparison.Ordinal);
        Assert.Contains("npm.log", exception.Message, StringComparison.Ordinal);
        Assert.Contains("check the network", exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "npm.log"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(InstallFolder, "installed")));
    }

    [Fact]
    public async Task What_is_installed_is_not_installed_again_and_needs_no_npm()
    {
        await PretendInstalledAsync(await CurrentLockAsync());

        await new AzuriteInstallation(InstallFolder, Path.Combine(_folder.Path, "npm.log"), new NodeJs(NoSuchProgram, NoSuchProgram))
            .EnsureAsync(_ => Assert.Fail("Nothing must be installed."), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("the hash of another lock")]
    public async Task An_installation_that_was_cut_short_or_is_of_another_lock_is_made_anew(string marker)
    {
        await PretendInstalledAsync(marker);

        await FailAsync(new NodeJs(Npm: "node"));
    }

    private static async Task<string> CurrentLockAsync() =>
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(LockFile, TestContext.Current.CancellationToken)));

    private async Task PretendInstalledAsync(string marker)
    {
        var script = Path.Combine(InstallFolder, "node_modules", "azurite", "dist", "src", "azurite.js");
        Directory.CreateDirectory(Path.GetDirectoryName(script)!);
        await File.WriteAllTextAsync(script, "", TestContext.Current.CancellationToken);
        if (marker.Length > 0)
        {
            await File.WriteAllTextAsync(Path.Combine(InstallFolder, "installed"), marker, TestContext.Current.CancellationToken);
        }
    }

    private async Task<LocalHostException> FailAsync(NodeJs node)
    {
        var installation = new AzuriteInstallation(InstallFolder, Path.Combine(_folder.Path, "npm.log"), node);
        return await Assert.ThrowsAsync<LocalHostException>(() => installation.EnsureAsync(_ => { }, TestContext.Current.CancellationToken));
    }
}
