using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchImport.Infra.Tests;

public sealed class SecurityTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Storage_takes_no_keys_no_old_tls_and_no_strangers(bool other)
    {
        var deployment = await Of(other);
        var account = deployment.Single("Microsoft.Storage/storageAccounts")["properties"]!;

        Assert.False((bool)account["allowSharedKeyAccess"]!);
        Assert.False((bool)account["allowBlobPublicAccess"]!);
        Assert.False((bool)account["allowCrossTenantReplication"]!);
        Assert.True((bool)account["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string?)account["minimumTlsVersion"]);
        Assert.All(deployment.OfType("Microsoft.Storage/storageAccounts/blobServices/containers"), each => Assert.Equal("None", (string?)each["properties"]!["publicAccess"]));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Redis_takes_identities_only_and_evicts_nothing(bool other)
    {
        var deployment = await Of(other);
        var database = deployment.Single("Microsoft.Cache/redisEnterprise/databases")["properties"]!;

        Assert.Equal("Disabled", (string?)database["accessKeysAuthentication"]);
        Assert.Equal("Encrypted", (string?)database["clientProtocol"]);
        Assert.Equal("NoEviction", (string?)database["evictionPolicy"]);
        Assert.Equal("1.2", (string?)deployment.Single("Microsoft.Cache/redisEnterprise")["properties"]!["minimumTlsVersion"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Telemetry_takes_identities_only(bool other)
    {
        var deployment = await Of(other);

        Assert.True((bool)deployment.Single("Microsoft.Insights/components")["properties"]!["DisableLocalAuth"]!);
        Assert.True((bool)deployment.Single("Microsoft.OperationalInsights/workspaces")["properties"]!["features"]!["disableLocalAuth"]!);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_app_speaks_https_and_is_deployed_to_without_passwords(bool other)
    {
        var deployment = await Of(other);
        var site = deployment.Single("Microsoft.Web/sites")["properties"]!;

        Assert.True((bool)site["httpsOnly"]!);
        Assert.Equal("1.2", (string?)site["siteConfig"]!["minTlsVersion"]);
        Assert.Equal("1.2", (string?)site["siteConfig"]!["scmMinTlsVersion"]);
        Assert.Equal("UserAssignedIdentity", (string?)site["functionAppConfig"]!["deployment"]!["storage"]!["authentication"]!["type"]);
        var passwords = deployment.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies").ToArray();
        Assert.Equal(2, passwords.Length);
        Assert.All(passwords, each => Assert.False((bool)each["properties"]!["allow"]!));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_mail_secret_is_in_the_vault_and_nowhere_else(bool other)
    {
        var deployment = await Of(other);
        var vault = deployment.Single("Microsoft.KeyVault/vaults")["properties"]!;
        Assert.True((bool)vault["enableRbacAuthorization"]!);

        // A secure parameter is never evaluated in a prediction, which therefore shows its uses.
        var holders = deployment.Resources.Where(each => each.ToJsonString(Plain).Contains("parameters('mailSecret')", StringComparison.Ordinal));
        Assert.Equal("Microsoft.KeyVault/vaults/secrets", (string?)Assert.Single(holders)["type"]);
        Assert.DoesNotContain(deployment.Resources, each => each.ToJsonString(Plain).Contains("the-mail-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_virtual_network_closes_the_public_endpoints_and_opens_private_ones()
    {
        var closed = await Deployment.Other;
        string[] types = ["Microsoft.Storage/storageAccounts", "Microsoft.Cache/redisEnterprise", "Microsoft.KeyVault/vaults"];

        Assert.All(types, type => Assert.Equal("Disabled", (string?)closed.Single(type)["properties"]!["publicNetworkAccess"]));
        Assert.Equal("Deny", (string?)closed.Single("Microsoft.Storage/storageAccounts")["properties"]!["networkAcls"]!["defaultAction"]);
        Assert.Equal("Deny", (string?)closed.Single("Microsoft.KeyVault/vaults")["properties"]!["networkAcls"]!["defaultAction"]);
        Assert.Equal(
            ["blob", "queue", "redisEnterprise", "table", "vault"],
            closed.OfType("Microsoft.Network/privateEndpoints").Select(each => (string)each["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["groupIds"]![0]!).Order(StringComparer.Ordinal));
        Assert.Equal(5, closed.OfType("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count());
        Assert.Equal(5, closed.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count());
        Assert.NotNull(closed.Single("Microsoft.Web/sites")["properties"]!["virtualNetworkSubnetId"]);

        var open = await Deployment.Standard;
        Assert.All(types, type => Assert.Equal("Enabled", (string?)open.Single(type)["properties"]!["publicNetworkAccess"]));
        Assert.DoesNotContain(open.Resources, each => ((string)each["type"]!).StartsWith("Microsoft.Network/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("main.bicep")]
    [InlineData("events.bicep")]
    public async Task No_output_holds_a_secret(string template)
    {
        var (exitCode, output) = await BicepCli.RunAsync(Repository.Infra, TestContext.Current.CancellationToken, "build", "--stdout", "--no-restore", template);
        Assert.Equal(0, exitCode);

        var outputs = OutputsOf(JsonNode.Parse(output)!).ToArray();
        Assert.All(outputs, each =>
        {
            Assert.DoesNotContain("listKeys", each, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("mailSecret')", each, StringComparison.Ordinal);
            Assert.DoesNotContain("primaryKey", each, StringComparison.OrdinalIgnoreCase);
        });
    }

    // Of the template and of every module in it.
    private static IEnumerable<string> OutputsOf(JsonNode template)
    {
        foreach (var output in template["outputs"]?.AsObject() ?? [])
        {
            yield return output.Value!.ToJsonString(Plain);
        }

        var resources = template["resources"] is JsonObject named ? named.Select(each => each.Value!) : template["resources"]!.AsArray().Select(each => each!);
        foreach (var nested in resources.Select(each => (each["properties"] as JsonObject)?["template"]).OfType<JsonNode>().SelectMany(OutputsOf))
        {
            yield return nested;
        }
    }

    private static Task<Deployment> Of(bool other) => other ? Deployment.Other : Deployment.Standard;
}
