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
using BatchImport.Webhooks;

namespace BatchImport.Tests.Docs;

/// <summary><c>docs/settings.md</c> lists the settings that exist, with their defaults.</summary>
public sealed class SettingDocsTests
{
    private static readonly (string Section, object Defaults)[] Roots =
    [
        (ImportOptions.Section, new ImportOptions()),
        (SpreadsheetLimits.Section, new SpreadsheetLimits()),
        (TelemetryOptions.Section, new TelemetryOptions()),
        ("Redis", new RedisOptions()),
        ("Mail", new MailOptions()),
        (TargetOptions.Section, new TargetOptions()),
        (WebhookOptions.Section, new WebhookOptions()),
    ];

    // Settings whose names are not properties of an options class.
    private static readonly string[] Others = ["AzureWebJobsStorage", $"{TargetOptions.Secrets}:*", "Targets:Sql:*"];

    [Fact]
    public void Every_option_is_listed_with_its_default()
    {
        var documented = Documented();
        foreach (var (name, value) in Roots.SelectMany(root => Settings(root.Section, root.Defaults)))
        {
            Assert.True(documented.Remove(name, out var shown), $"docs/settings.md does not list the setting {name}.");
            var isEmpty = string.IsNullOrEmpty(value);
            Assert.True(
                isEmpty ? shown is "none" or "5 s" || shown!.StartsWith("required", StringComparison.Ordinal) : value == shown,
                $"docs/settings.md shows {shown} as the default of {name}; it is {(isEmpty ? "empty" : value)}.");
        }

        foreach (var name in Others)
        {
            Assert.True(documented.Remove(name), $"docs/settings.md does not list the setting {name}.");
        }

        Assert.True(documented.Count == 0, $"docs/settings.md lists settings that do not exist: {string.Join(", ", documented.Keys)}.");
    }

    [Fact]
    public void No_options_class_is_left_out()
    {
        var reached = Roots.SelectMany(root => Nested(root.Defaults)).Select(options => options.GetType()).ToHashSet();

        Assert.All(
            typeof(ImportOptions).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)),
            type => Assert.True(reached.Contains(type), $"docs/settings.md does not cover {type.Name}: add it to the sections of this test."));
    }

    [Fact]
    public void Names_of_settings_in_the_other_documents_exist()
    {
        var known = Documented().Keys.ToArray();
        foreach (var document in DocumentFile.All().Where(document => document.Path != "CHANGELOG.md"))
        {
            var named = document.CodeSpans().Where(code => Array.Exists(Roots, root => code.StartsWith(root.Section + ":", StringComparison.Ordinal)) && !code.Contains(' ', StringComparison.Ordinal));
            foreach (var name in named.Where(name => !name.StartsWith("Targets:Sql:", StringComparison.Ordinal)))
            {
                var isSecret = name == TargetOptions.Secrets || name.StartsWith(TargetOptions.Secrets + ":", StringComparison.Ordinal);
                Assert.True(isSecret || known.Contains(name, StringComparer.Ordinal), $"{document.Path} names the setting {name}, which does not exist.");
            }
        }
    }

    [Fact]
    public void The_sample_settings_name_only_settings_that_exist()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("local.settings.sample.json")));
        string[] ofTheHost = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobs.SpreadsheetDroppedByEvent.Disabled", "DOTNET_TieredPGO", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"];

        Assert.Empty(sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name).Except([.. Documented().Keys, .. ofTheHost], StringComparer.Ordinal));
    }

    private static Dictionary<string, string> Documented() => DocumentFile.Read("docs", "settings.md").TableRows()
        .ToDictionary(cells => cells[0].Trim('`'), cells => cells[1], StringComparer.Ordinal);

    private static IEnumerable<(string Name, string? Value)> Settings(string section, object options)
    {
        foreach (var property in Bound(options))
        {
            var name = $"{section}:{property.Name}";
            if (IsOptions(property))
            {
                foreach (var setting in Settings(name, property.GetValue(options)!))
                {
                    yield return setting;
                }
            }
            else
            {
                yield return (name, Convert.ToString(property.GetValue(options), CultureInfo.InvariantCulture));
            }
        }
    }

    private static IEnumerable<object> Nested(object options) => [options, .. Bound(options).Where(IsOptions).SelectMany(property => Nested(property.GetValue(options)!))];

    private static IEnumerable<PropertyInfo> Bound(object options) =>
        options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null);

    private static bool IsOptions(PropertyInfo property) => property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal);
}
