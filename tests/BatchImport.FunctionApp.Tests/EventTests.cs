using System.Net;
using System.Net.Http.Json;
using BatchImport.EndToEnd.Tests;
using BatchImport.Staging;

namespace BatchImport.FunctionApp.Tests;

/// <summary>The app as it is deployed on Flex Consumption: files are announced by Event Grid.</summary>
public sealed class EventTests(AppFixture shared)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_are_announced_in_either_schema_of_Event_Grid_and_an_idle_host_logs_nothing()
    {
        var settings = shared.Settings(shared.Redis.ConnectionString, "Events");
        settings["AzureWebJobs.SpreadsheetDropped.Disabled"] = "true";
        await using var app = await AppProcess.StartAsync(settings);
        using var user = new HostUser(app.Address, shared.Storage, shared.Outbox);
        var started = app.Output.Count;
        await Task.Delay(Idle, Stop);
        Assert.All(app.Output.Skip(started), static line => Assert.StartsWith("MS_DURABLE_FUNCTION_EVENTS_LOGS", line, StringComparison.Ordinal));

        var eventGrid = await user.DropAsync("event-grid.csv", BinaryData.FromString("No\n1\n"), ("owner", "ada@example.com"));
        var cloudEvents = await user.DropAsync("cloud-events.csv", BinaryData.FromString("No\n1\n"), ("owner", "ada@example.com"));
        await AnnounceAsync(user, new[] { new { id = "1", eventType = Created, subject = Subject("event-grid.csv"), eventTime = TimeProvider.System.GetUtcNow(), data = Data(user, "event-grid.csv"), dataVersion = "", metadataVersion = "1" } });
        await AnnounceAsync(user, new { specversion = "1.0", id = "2", source = "/subscriptions/s", type = Created, subject = Subject("cloud-events.csv"), time = TimeProvider.System.GetUtcNow(), data = Data(user, "cloud-events.csv") });

        Assert.Equal("completed", (await user.EndAsync(eventGrid)).GetProperty("state").GetString());
        Assert.Equal("completed", (await user.EndAsync(cloudEvents)).GetProperty("state").GetString());
    }

    private const string Created = "Microsoft.Storage.BlobCreated";

    private static string Subject(string name) => $"/blobServices/default/containers/{StorageContainers.ImportsName}/blobs/{name}";

    private static object Data(HostUser user, string name) => new { api = "PutBlob", blobType = "BlockBlob", url = user.Blob(name).Uri.ToString() };

    private static async Task AnnounceAsync(HostUser user, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "runtime/webhooks/blobs?functionName=Host.Functions.SpreadsheetDroppedByEvent") { Content = JsonContent.Create(body) };
        request.Headers.Add("aeg-event-type", "Notification");
        using var response = await user.Http.SendAsync(request, Stop);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(Stop)}");
    }
}
