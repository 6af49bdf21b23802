using BatchImport.Staging;

namespace BatchImport.Infra.Tests;

public sealed class StorageTests
{
    // The containers of the library and of the infrastructure.
    private static readonly string[] Containers = [StorageContainers.ImportsName, StorageContainers.StagingName, StorageContainers.ResultsName, StorageContainers.DefinitionsName, StorageContainers.ListsName, "app-package", "dead-letters"];

    [Fact]
    public async Task These_containers_are_made() => Assert.Equal(
        Containers,
        (await Deployment.Standard).OfType("Microsoft.Storage/storageAccounts/blobServices/containers").Select(each => ((string)each["name"]!).Split('/')[^1]));

    [Fact]
    public async Task Staged_rows_and_workbooks_go_after_the_retention_and_dropped_files_stay()
    {
        Assert.Equal(7, await DaysAsync(Deployment.Standard));
        Assert.Equal(30, await DaysAsync(Deployment.Other));
    }

    [Fact]
    public async Task The_app_is_told_the_same_retention()
    {
        Assert.Equal("7", (await Deployment.Standard).Settings()["Import__RetentionDays"]);
        Assert.Equal("30", (await Deployment.Other).Settings()["Import__RetentionDays"]);
    }

    [Fact]
    public async Task What_is_deleted_is_gone() => Assert.False(
        (bool)(await Deployment.Standard).Single("Microsoft.Storage/storageAccounts/blobServices")["properties"]!["deleteRetentionPolicy"]!["enabled"]!);

    private static async Task<int> DaysAsync(Task<Deployment> deployment)
    {
        var rules = (await deployment).Single("Microsoft.Storage/storageAccounts/managementPolicies")["properties"]!["policy"]!["rules"]!.AsArray();
        Assert.DoesNotContain("imports/", rules.SelectMany(each => each!["definition"]!["filters"]!["prefixMatch"]!.AsArray()).Select(each => (string)each!));
        var rule = Assert.Single(rules, each => (string)each!["name"]! == "forget-imports")!;
        Assert.True((bool)rule["enabled"]!);
        Assert.Equal(["results/", "staging/"], rule["definition"]!["filters"]!["prefixMatch"]!.AsArray().Select(each => (string)each!));
        return (int)rule["definition"]!["actions"]!["baseBlob"]!["delete"]!["daysAfterModificationGreaterThan"]!;
    }
}
