using System.Globalization;
using System.Reflection;
using System.Text.Json;
using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Targets;
using BatchImport.Telemetry;
using BatchImport.Testing;
using BatchImport.Tests.Spreadsheets;

namespace BatchImport.Tests;

/// <summary>The README says what the code does.</summary>
public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");

    private static readonly (string Section, object Defaults)[] Options =
    [
        ("Import", new ImportOptions()),
        ("Spreadsheets", new SpreadsheetLimits()),
        ("Telemetry", new TelemetryOptions()),
        ("Redis", new RedisOptions()),
        ("Mail", new MailOptions()),
        ("Mail:SendGrid", new SendGridOptions()),
        ("Mail:Smtp", new SmtpOptions()),
        ("Mail:Outbox", new OutboxOptions()),
        ("Targets", new TargetOptions()),
        ("Targets:Table", new TableTargetOptions()),
    ];

    [Fact]
    public void Its_settings_are_the_options_there_are_with_their_defaults()
    {
        var documented = Readme.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains(':', StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 5 && Options.Any(options => cells[1].StartsWith($"`{options.Section}:", StringComparison.Ordinal)))
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2], StringComparer.Ordinal);

        foreach (var (section, defaults) in Options)
        {
            foreach (var property in Settings(defaults))
            {
                var name = $"{section}:{property.Name}";
                Assert.True(documented.Remove(name, out var shown), $"The README does not tell of the setting {name}.");
                var value = Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture);
                Assert.True(
                    string.IsNullOrEmpty(value) ? shown is "nobody" or "none" or "5 s" || shown!.StartsWith("required", StringComparison.Ordinal) : value == shown,
                    $"The README tells of {name} that its default is {shown}; it is {value}.");
            }
        }

        Assert.True(documented.Count == 0, $"The README tells of settings there are not: {string.Join(", ", documented.Keys)}.");
    }

    [Fact]
    public void Its_commands_are_those_that_continuous_integration_runs()
    {
        var ci = File.ReadAllText(Repository.PathOf(".ci", "run"));
        var commands = Readme.Split("```\n").Where((_, index) => index % 2 == 1).Select(block => block.TrimEnd('\n')).ToArray();

        Assert.Contains("dotnet test", commands);
        var first = Assert.Single(commands, command => command.Contains("-- import ", StringComparison.Ordinal));
        Assert.Contains("\ndotnet test ", ci, StringComparison.Ordinal);
        Assert.Contains($"\n{first} ", ci, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_and_folders_it_names_are_there()
    {
        string[] named = ["samples/customers.json", "samples/customers.xlsx", "LICENSE", "THIRD-PARTY-NOTICES.md", "CHANGELOG.md", "local.settings.sample.json", "src/BatchImport", "src/BatchImport.Functions", "src/BatchImport.FunctionApp", "src/BatchImport.LocalHost", "tests", "samples", "infra"];
        foreach (var path in named)
        {
            Assert.Contains(path, Readme, StringComparison.Ordinal);
            Assert.True(Path.Exists(Repository.PathOf(path.Split('/'))), $"The README names {path}, which is not there.");
        }
    }

    [Fact]
    public void The_states_it_tells_of_are_the_final_ones()
    {
        foreach (var state in Enum.GetValues<ImportState>().Where(state => state.IsFinal()))
        {
            Assert.Contains($"| `{state}` |", Readme, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_sample_settings_name_only_settings_there_are()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("local.settings.sample.json")));
        string[] ofTheHost = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "AzureWebJobs.SpreadsheetDroppedByEvent.Disabled"];
        var known = Options.SelectMany(options => Settings(options.Defaults).Select(property => $"{options.Section}:{property.Name}")).Concat(ofTheHost);

        Assert.Empty(sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name).Except(known, StringComparer.Ordinal));
    }

    private static IEnumerable<PropertyInfo> Settings(object options) => options.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is not null && !property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal));
}
