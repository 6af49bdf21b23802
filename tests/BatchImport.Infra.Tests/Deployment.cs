using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchImport.Infra.Tests;

/// <summary>
/// The result of a deployment with certain parameters, as Bicep predicts it: conditions, loops and functions are evaluated, and values that only
/// Azure knows (another resource's properties) remain expressions.
/// </summary>
internal sealed class Deployment
{
    public const string Deployer = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeee0001";

    private static readonly string[] Required = ["environmentName = 'test'", "location = 'westeurope'", "mailFrom = 'imports@example.com'", "mailSecret = 'the-mail-secret'"];

    private static readonly Lazy<Task<Deployment>> LazyStandard = new(() => PredictAsync(["main", "--location", "westeurope"], ["principalId = '" + Deployer + "'", "defaultOwner = 'ada@example.com'", .. Required]));

    private static readonly Lazy<Task<Deployment>> LazyOther = new(() => PredictAsync(
        ["main", "--location", "westeurope"],
        ["virtualNetwork = true", "durableBackend = 'AzureStorage'", "mailSender = 'Smtp'", "smtpHost = 'smtp.example.com'", "smtpUserName = 'imports'", "retentionDays = 30", .. Required]));

    private static readonly Lazy<Task<Deployment>> LazyEvents = new(() => PredictAsync(["events", "--resource-group", "rg-test"], ["appName = 'app'", "topicName = 'topic'", "storageName = 'storage'"]));

    private Deployment(JsonNode snapshot) => Resources = [.. snapshot["predictedResources"]!.AsArray().Select(each => each!)];

    /// <summary>The defaults, deployed by a person.</summary>
    public static Task<Deployment> Standard => LazyStandard.Value;

    /// <summary>The other value of every switch: a virtual network, Azure Storage as durable backend, SMTP, another retention, and no deployer.</summary>
    public static Task<Deployment> Other => LazyOther.Value;

    /// <summary>The subscription to dropped files.</summary>
    public static Task<Deployment> Events => LazyEvents.Value;

    public IReadOnlyList<JsonNode> Resources { get; }

    public IEnumerable<JsonNode> OfType(string type) => Resources.Where(each => string.Equals((string?)each["type"], type, StringComparison.OrdinalIgnoreCase));

    public JsonNode Single(string type) => Assert.Single(OfType(type));

    /// <summary>The function app's settings.</summary>
    public IReadOnlyDictionary<string, string> Settings()
    {
        var config = Assert.Single(OfType("Microsoft.Web/sites/config"), each => ((string?)each["name"])!.EndsWith("/appsettings", StringComparison.Ordinal));
        return config["properties"]!.AsObject().ToDictionary(each => each.Key, each => (string)each.Value!, StringComparer.Ordinal);
    }

    private static async Task<Deployment> PredictAsync(string[] templateAndScope, IEnumerable<string> parameters)
    {
        using var copy = new InfraCopy();
        var text = new StringBuilder("using '").Append(templateAndScope[0]).AppendLine(".bicep'");
        foreach (var parameter in parameters)
        {
            text.Append("param ").AppendLine(parameter);
        }

        await File.WriteAllTextAsync(Path.Combine(copy.Folder, "predict.bicepparam"), text.ToString());
        string[] arguments =
        [
            "snapshot", "predict.bicepparam", "--mode", "overwrite",
            "--tenant-id", "00000000-0000-0000-0000-000000000002", "--subscription-id", "00000000-0000-0000-0000-000000000001",
            .. templateAndScope[1..],
        ];
        var (exitCode, output) = await BicepCli.RunAsync(copy.Folder, CancellationToken.None, arguments);
        Assert.True(exitCode == 0 && output.Length == 0, output);
        var snapshot = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(copy.Folder, "predict.snapshot.json")))!;
        Assert.Equal("[]", snapshot["diagnostics"]!.ToJsonString(JsonSerializerOptions.Default));
        return new Deployment(snapshot);
    }
}
