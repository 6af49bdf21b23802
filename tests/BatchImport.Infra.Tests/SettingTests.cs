using System.Text.Json.Nodes;
using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Results;

namespace BatchImport.Infra.Tests;

public sealed class SettingTests
{
    private static readonly Dictionary<string, Type> Sections = new(StringComparer.Ordinal)
    {
        ["Import"] = typeof(ImportOptions),
        ["Mail"] = typeof(MailOptions),
        ["Redis"] = typeof(RedisOptions),
    };

    // The settings that the host, its extensions and Azure's client libraries read.
    private static readonly HashSet<string> OfTheHost = new(StringComparer.Ordinal)
    {
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AZURE_CLIENT_ID",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__type",
        "AzureWebJobs.SpreadsheetDropped.Disabled",
        "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__tableServiceUri",
        "DOTNET_TieredPGO", "DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_setting_is_one_that_somebody_reads(bool other)
    {
        var settings = (await (other ? Deployment.Other : Deployment.Standard)).Settings();

        Assert.All(settings.Keys.Where(key => !OfTheHost.Contains(key)), key =>
        {
            var path = key.Split("__");
            Assert.True(Sections.TryGetValue(path[0], out var type), key);
            foreach (var name in path[1..])
            {
                var property = type!.GetProperty(name);
                Assert.True(property is { CanWrite: true }, key);
                type = property!.PropertyType;
            }
        });
    }

    [Fact]
    public async Task The_host_reaches_storage_with_the_apps_identity()
    {
        var settings = (await Deployment.Standard).Settings();

        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.Contains("clientId", settings["AzureWebJobsStorage__clientId"], StringComparison.Ordinal);
        Assert.Contains("blobEndpoint", settings["AzureWebJobsStorage__blobServiceUri"], StringComparison.Ordinal);
        Assert.Contains("queueEndpoint", settings["AzureWebJobsStorage__queueServiceUri"], StringComparison.Ordinal);
        Assert.Contains("tableEndpoint", settings["AzureWebJobsStorage__tableServiceUri"], StringComparison.Ordinal);
        Assert.DoesNotContain("AzureWebJobsStorage", settings.Keys, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Uploads_are_refused_by_the_app_and_not_by_the_host()
    {
        var settings = (await Deployment.Standard).Settings();

        Assert.Equal(long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture), settings["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"]);
        Assert.Equal("0", settings["DOTNET_TieredPGO"]);
    }

    [Fact]
    public async Task Secrets_are_references_to_the_vault()
    {
        Assert.Contains("mailSecretReference", (await Deployment.Standard).Settings()["Mail__SendGrid__ApiKey"], StringComparison.Ordinal);
        Assert.Contains("mailSecretReference", (await Deployment.Other).Settings()["Mail__Smtp__Password"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_durable_backend_is_the_one_asked_for()
    {
        var scheduler = await Deployment.Standard;
        var settings = scheduler.Settings();
        Assert.Equal("azureManaged", settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__type"]);
        var connection = settings[settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName"]];
        Assert.Contains("Authentication=ManagedIdentity;ClientID=", connection, StringComparison.Ordinal);

        var storage = await Deployment.Other;
        Assert.DoesNotContain(storage.Settings().Keys, key => key.Contains("durableTask", StringComparison.OrdinalIgnoreCase) || key.StartsWith("DURABLE_", StringComparison.Ordinal));
        Assert.Empty(storage.OfType("Microsoft.DurableTask/schedulers"));
    }

    [Fact]
    public async Task The_schedulers_hub_is_the_one_host_json_names()
    {
        var hub = (string)JsonNode.Parse(Repository.Read("host.json"))!["extensions"]!["durableTask"]!["hubName"]!;

        Assert.EndsWith($"/{hub}", (string)(await Deployment.Standard).Single("Microsoft.DurableTask/schedulers/taskHubs")["name"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_app_runs_on_the_framework_it_is_built_for()
    {
        var runtime = (await Deployment.Standard).Single("Microsoft.Web/sites")["properties"]!["functionAppConfig"]!["runtime"]!;

        Assert.Equal("dotnet-isolated", (string?)runtime["name"]);
        Assert.Contains($"<TargetFramework>net{(string?)runtime["version"]}</TargetFramework>", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
    }
}
