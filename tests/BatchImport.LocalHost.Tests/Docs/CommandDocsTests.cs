using System.Text.RegularExpressions;
using BatchImport.LocalHost.Cli;
using BatchImport.Testing;

namespace BatchImport.LocalHost.Tests.Docs;

/// <summary>
/// The commands in the documents. Commands of BatchImport are parsed by its command line, with the files that they name. Of other programs, what this
/// repository determines is verified: projects, packages, options, variables, services. A command of any other form fails.
/// </summary>
public sealed partial class CommandDocsTests
{
    private const string OwnProject = "src/BatchImport.LocalHost";

    private static readonly string[] Shells = ["", "sh", "bash", "console", "powershell"];

    private static readonly string[] AzureCommands = ["login", "storage blob upload", "storage blob download", "storage message peek"];

    public static TheoryData<string, string> Commands()
    {
        var found = new TheoryData<string, string>();
        foreach (var document in DocumentFile.All())
        {
            var inBlocks = document.Blocks().Where(block => Shells.Contains(block.Language, StringComparer.Ordinal)).SelectMany(block => block.Content.Split('\n'));
            var inText = document.CodeSpans().Where(code => DotnetCommand().IsMatch(code));
            foreach (var command in inBlocks.Concat(inText).Where(line => line.Length > 0 && !line.StartsWith('#')).Distinct(StringComparer.Ordinal))
            {
                found.Add(document.Path, command);
            }
        }

        return found;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_can_be_run_as_it_is(string document, string command)
    {
        var words = Word().Matches(command).Select(match => match.Value.Trim('\'', '"')).ToArray();
        while (words is [{ } assignment, .. var others] && Assignment().Match(assignment) is { Success: true } match)
        {
            Assert.True(IsInSources("tests", $"\"{match.Groups["name"].Value}\""), $"{document}: no test reads the environment variable {match.Groups["name"].Value}.");
            words = others;
        }

        switch (words)
        {
            case ["batchimport", .. var arguments]:
                Parses(document, arguments);
                break;
            case ["dotnet", var verb, .. var arguments]:
                IsDotnet(document, verb, arguments);
                break;
            case ["cd", var folder]:
                Assert.True(Directory.Exists(At(folder)), $"{document}: there is no folder {folder}.");
                break;
            case ["cp", var source, _]:
                Assert.True(File.Exists(At(source)), $"{document}: there is no file {source}.");
                break;
            case ["psql", .. var arguments]:
                Assert.True(File.Exists(At(arguments[^1])), $"{document}: there is no file {arguments[^1]}.");
                break;
            case ["export", var variable, ..]:
                var setting = variable.Split('=')[0].Replace("__", ":", StringComparison.Ordinal);
                Assert.True(IsSetting(setting), $"{document}: docs/settings.md does not describe {setting}.");
                break;
            case ["func", "start"]:
                break;
            case ["docker", "compose", var verb, .. var arguments]:
                IsCompose(document, verb, arguments);
                break;
            case ["azd", .. var arguments]:
                IsAzd(document, arguments);
                break;
            case ["az", .. var arguments]:
                var isKnown = Array.Exists(AzureCommands, known => string.Join(' ', arguments).StartsWith(known, StringComparison.Ordinal));
                Assert.True(isKnown, $"{document}: '{command}' is not verified by this test.");
                Assert.All(arguments.Where(word => word.StartsWith("samples/", StringComparison.Ordinal)), file => Assert.True(File.Exists(At(file)), $"{document}: there is no file {file}."));
                break;
            default:
                Assert.Fail($"{document}: '{command}' is not verified by this test.");
                break;
        }
    }

    [Fact]
    public void The_commands_of_the_readme_are_those_that_continuous_integration_runs()
    {
        var ci = File.ReadAllText(Repository.PathOf(".ci", "run"));
        var blocks = DocumentFile.Read("README.md").Blocks().Select(block => block.Content).ToArray();

        Assert.Contains("dotnet test", blocks);
        var first = blocks.First(block => block.Contains("-- import ", StringComparison.Ordinal));
        Assert.Contains("\ndotnet test ", ci, StringComparison.Ordinal);
        Assert.Contains($"\n{first} ", ci, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_of_the_program_is_described()
    {
        var described = DocumentFile.Read("docs", "command-line.md").TableRows().SelectMany(cells => cells[0].Split(", ")).Select(name => name.Trim('`').Split(' ')[0]);

        Assert.Empty(CommandLineApp.CreateRoot().Subcommands.Where(command => !command.Hidden).Select(command => command.Name).Except(described, StringComparer.Ordinal));
    }

    [Fact]
    public void The_exit_codes_are_described()
    {
        var described = DocumentFile.Read("docs", "command-line.md").TableRows().Select(cells => cells[0]).ToArray();

        Assert.All([ExitCodes.Completed, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Interrupted], code => Assert.Contains(code.ToString(System.Globalization.CultureInfo.InvariantCulture), described));
    }

    /// <returns>True for a setting in the documents, also one with a name of the user's choice (<c>Targets:Sql:*</c>).</returns>
    private static bool IsSetting(string name) => DocumentFile.Read("docs", "settings.md").TableRows().Select(cells => cells[0].Trim('`'))
        .Any(known => known.EndsWith('*') ? name.StartsWith(known[..^1], StringComparison.Ordinal) : known == name);

    private static void Parses(string document, string[] arguments)
    {
        // As if the command were run in the root of the repository.
        var parsed = CommandLineApp.CreateRoot().Parse([.. arguments.Select(word => File.Exists(At(word)) ? At(word) : word)]);
        Assert.True(parsed.Errors.Count == 0, $"{document}: '{string.Join(' ', arguments)}': {string.Join(' ', parsed.Errors.Select(error => error.Message))}");
    }

    private static void IsDotnet(string document, string verb, string[] arguments)
    {
        if (verb is "tool")
        {
            var package = Assert.Single(arguments[1..], word => word.StartsWith("BatchImport", StringComparison.Ordinal));
            Assert.Contains($"<PackageId>{package}</PackageId>", File.ReadAllText(At($"{OwnProject}/BatchImport.LocalHost.csproj")), StringComparison.Ordinal);
            return;
        }

        Assert.Contains(verb, (string[])["build", "test", "run", "pack", "publish"]);
        var end = Array.IndexOf(arguments, "--");
        var (own, passed) = end < 0 ? (arguments, []) : (arguments[..end], arguments[(end + 1)..]);
        var projects = own.Where(word => ProjectPath().IsMatch(word)).ToArray();
        Assert.All(projects, project => Assert.True(Path.Exists(At(project)), $"{document}: there is no project {project}."));
        foreach (var name in own.SkipWhile(word => word != "--filter").Skip(1).Take(1).SelectMany(filter => FilteredName().Matches(filter)).Select(match => match.Groups["name"].Value))
        {
            Assert.True(IsInSources("tests", name), $"{document}: no test is named {name}.");
        }

        if (projects is [OwnProject] && verb == "run" && passed.Length > 0)
        {
            Parses(document, passed);
        }
        else if (verb == "run" && passed.Length > 0)
        {
            var project = Assert.Single(projects);
            var isBenchmark = Directory.EnumerateFiles(At(project), "*.csproj").Any(file => File.ReadAllText(file).Contains("BenchmarkDotNet", StringComparison.Ordinal));
            string[] known = isBenchmark ? ["--filter", "--job", "--list"] : ["--help"];
            Assert.All(passed.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Except(known, StringComparer.Ordinal), option => Assert.True(IsInSources(project, $"\"{option}\""), $"{document}: {project} has no option {option}."));
        }
    }

    private static void IsCompose(string document, string verb, string[] arguments)
    {
        Assert.Contains(verb, (string[])["up", "down", "cp", "logs"]);
        foreach (var service in arguments.Where(word => word.Contains(':', StringComparison.Ordinal)).Select(word => word.Split(':')[0]))
        {
            Assert.True(File.ReadAllText(At("compose.yaml")).Contains($"\n  {service}:\n", StringComparison.Ordinal), $"{document}: compose.yaml has no service {service}.");
        }
    }

    private static void IsAzd(string document, string[] arguments)
    {
        if (arguments is ["env", "set", var variable, ..])
        {
            Assert.True(File.ReadAllText(At("infra/main.parameters.json")).Contains($"${{{variable}", StringComparison.Ordinal), $"{document}: infra/main.parameters.json has no variable {variable}.");
            return;
        }

        Assert.Contains(string.Join(' ', arguments), (string[])["auth login", "env new my-imports", "up", "deploy", "down --purge"]);
    }

    private static bool IsInSources(string folder, string text) =>
        Directory.EnumerateFiles(At(folder), "*.cs", SearchOption.AllDirectories).Any(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal));

    private static string At(string path) => Repository.PathOf(path.Split('/'));

    [GeneratedRegex("""'[^']*'|"[^"]*"|[^\s"']+""", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();

    [GeneratedRegex("^(?<name>[A-Z_]+)=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Assignment();

    [GeneratedRegex("^(?:[A-Z_]+=\\S+ )?dotnet (?:run|test|build|publish|pack|tool) ", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex DotnetCommand();

    [GeneratedRegex("^(src|tests|bench|samples|tools)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ProjectPath();

    [GeneratedRegex(@"FullyQualifiedName~(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FilteredName();
}
