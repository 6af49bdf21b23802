using System.Text.RegularExpressions;

namespace BatchImport.Infra.Tests;

public sealed partial class EventTests
{
    [Fact]
    public async Task Created_blobs_in_imports_go_to_the_apps_blob_webhook()
    {
        var subscription = (await Deployment.Events).Single("Microsoft.EventGrid/systemTopics/eventSubscriptions")["properties"]!;

        var endpoint = (string)subscription["destination"]!["properties"]!["endpointUrl"]!;
        Assert.StartsWith(
            "[format('https://{0}/runtime/webhooks/blobs?functionName=Host.Functions.SpreadsheetDroppedByEvent&code={1}',", endpoint, StringComparison.Ordinal);
        Assert.EndsWith(".systemKeys.blobs_extension)]", endpoint, StringComparison.Ordinal);
        Assert.Equal("/blobServices/default/containers/imports/blobs/", (string?)subscription["filter"]!["subjectBeginsWith"]);
        Assert.Equal("Microsoft.Storage.BlobCreated", (string?)Assert.Single(subscription["filter"]!["includedEventTypes"]!.AsArray()));
        var calls = Assert.Single(subscription["filter"]!["advancedFilters"]!.AsArray())!;
        Assert.Equal(("StringIn", "data.api"), ((string?)calls["operatorType"], (string?)calls["key"]));
        Assert.Equal(["PutBlob", "PutBlockList", "FlushWithClose", "CopyBlob", "SftpCommit"], calls["values"]!.AsArray().Select(call => (string?)call));
    }

    [Fact]
    public async Task What_cannot_be_delivered_is_kept()
    {
        var subscription = (await Deployment.Events).Single("Microsoft.EventGrid/systemTopics/eventSubscriptions")["properties"]!;

        Assert.Equal(1440, (int?)subscription["retryPolicy"]!["eventTimeToLiveInMinutes"]);
        Assert.Equal("dead-letters", (string?)subscription["deadLetterWithResourceIdentity"]!["deadLetterDestination"]!["properties"]!["blobContainerName"]);
        Assert.Equal("SystemAssigned", (string?)(await Deployment.Standard).Single("Microsoft.EventGrid/systemTopics")["identity"]!["type"]);
    }

    [Theory]
    [InlineData("postdeploy.sh")]
    [InlineData("postdeploy.ps1")]
    public void The_hook_hands_over_outputs_and_parameters_there_are(string hook)
    {
        var script = Repository.Read("infra", "hooks", hook);
        var outputs = Names(OutputName(), Repository.Read("infra", "main.bicep"));
        Assert.Subset(outputs, Names(Variable(), script).Where(name => !string.Equals(name, "AZURE_SUBSCRIPTION_ID", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal));
        Assert.Equal(Names(ParameterName(), Repository.Read("infra", "events.bicep")), Names(Handed(), script));
        Assert.Contains($"infra/hooks/{hook}", Repository.Read("azure.yaml"), StringComparison.Ordinal);
    }

    private static HashSet<string> Names(Regex pattern, string text) => pattern.Matches(text).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("^output (?<name>[A-Z_]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex OutputName();

    [GeneratedRegex("^param (?<name>[a-zA-Z]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ParameterName();

    [GeneratedRegex("\\b(?<name>AZURE_[A-Z_]+)\\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Variable();

    [GeneratedRegex("\\b(?<name>[a-zA-Z]+Name)=[\"$]", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Handed();
}
