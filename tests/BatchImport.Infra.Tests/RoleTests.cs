namespace BatchImport.Infra.Tests;

public sealed class RoleTests
{
    private const string BlobDataOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string BlobDataContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    private const string QueueDataContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88";
    private const string TableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string DurableTaskDataContributor = "0ad04412-c4d5-4796-b79c-f76d14c8d402";
    private const string DurableTaskDataReader = "d6a5505f-6ebb-45a4-896e-ac8274cfc0ac";
    private const string KeyVaultSecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
    private const string MonitoringMetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";

    // All role assignments, so that an additional role also needs a decision here.
    private static readonly string[] Standard =
    [
        $"app {BlobDataOwner} storageAccounts", // Host, triggers and the app's own blobs.
        $"app {DurableTaskDataContributor} schedulers/taskHubs", // Worker and client of its hub.
        $"app {KeyVaultSecretsUser} vaults/secrets/mail", // The mail service's secret.
        $"app {MonitoringMetricsPublisher} components", // Telemetry.
        $"app {QueueDataContributor} storageAccounts", // The blob trigger's queues.
        $"deployer {BlobDataContributor} storageAccounts/blobServices/containers/definitions", // Puts definitions.
        $"deployer {BlobDataContributor} storageAccounts/blobServices/containers/imports", // Drops files.
        $"deployer {BlobDataContributor} storageAccounts/blobServices/containers/lists", // Puts lists of allowed values.
        $"deployer {BlobDataContributor} storageAccounts/blobServices/containers/results", // Fetches workbooks.
        $"deployer {DurableTaskDataReader} schedulers/taskHubs", // Looks at the dashboard.
        $"topic {BlobDataContributor} storageAccounts/blobServices/containers/dead-letters", // Keeps events it could not deliver.
    ];

    private static readonly string[] Other =
    [
        $"app {BlobDataOwner} storageAccounts",
        $"app {KeyVaultSecretsUser} vaults/secrets/mail",
        $"app {MonitoringMetricsPublisher} components",
        $"app {QueueDataContributor} storageAccounts",
        $"app {TableDataContributor} storageAccounts", // The durable engine's history, when its state is in storage.
        $"topic {BlobDataContributor} storageAccounts/blobServices/containers/dead-letters",
    ];

    [Fact]
    public async Task The_defaults_assign_these_roles_and_no_other() => Assert.Equal(Standard.Order(StringComparer.Ordinal), Assignments(await Deployment.Standard));

    [Fact]
    public async Task Azure_Storage_as_durable_backend_and_no_deployer_assign_these_roles_and_no_other() =>
        Assert.Equal(Other.Order(StringComparer.Ordinal), Assignments(await Deployment.Other));

    [Fact]
    public async Task Redis_knows_the_app_and_nobody_else()
    {
        var assignment = (await Deployment.Standard).Single("Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments")["properties"]!;

        Assert.Equal("default", (string?)assignment["accessPolicyName"]);
        Assert.Contains("identity", (string)assignment["user"]!["objectId"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_assignment_has_a_comment_that_says_which_call_needs_it()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Infra, "*.bicep", SearchOption.AllDirectories))
        {
            var lines = File.ReadAllLines(file);
            for (var index = 0; index < lines.Length; index++)
            {
                if (lines[index].StartsWith("var ", StringComparison.Ordinal) && lines[index].EndsWith('\'') && Guid.TryParse(lines[index].Split('\'')[1], out _))
                {
                    Assert.True(index > 0 && lines[index - 1].StartsWith("// ", StringComparison.Ordinal), $"{Path.GetFileName(file)}: {lines[index]}");
                }
            }
        }
    }

    private static IEnumerable<string> Assignments(Deployment deployment) => deployment.OfType("Microsoft.Authorization/roleAssignments").Select(each =>
    {
        var properties = each["properties"]!;
        var principal = (string)properties["principalId"]!;
        var who = principal switch
        {
            Deployment.Deployer => "deployer",
            _ when principal.Contains("format('identity-", StringComparison.Ordinal) => "app",
            _ when principal.Contains("Microsoft.EventGrid/systemTopics", StringComparison.Ordinal) => "topic",
            _ => principal,
        };
        return $"{who} {((string)properties["roleDefinitionId"]!).Split('/')[^1]} {Scope((string)each["id"]!)}";
    }).Order(StringComparer.Ordinal);

    // The resource's types, and the name of a resource that is one of several.
    private static string Scope(string id)
    {
        var resource = id.Replace("[extensionResourceId('", "", StringComparison.Ordinal);
        resource = resource[..resource.IndexOf(id.StartsWith('[') ? "', 'Microsoft.Authorization/" : "/providers/Microsoft.Authorization/", StringComparison.Ordinal)];
        var parts = resource[(resource.IndexOf("/providers/", StringComparison.Ordinal) + "/providers/".Length)..].Split('/')[1..];
        var types = parts.Where((_, index) => index % 2 == 0);
        var scope = string.Join('/', types);
        return scope.EndsWith("/containers", StringComparison.Ordinal) || scope.EndsWith("/secrets", StringComparison.Ordinal) ? $"{scope}/{parts[^1]}" : scope;
    }
}
