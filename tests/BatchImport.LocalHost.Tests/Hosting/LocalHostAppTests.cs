using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs;
using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Azure.Functions.Worker;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;
using BatchImport.LocalHost.Tests.Triggers;
using BatchImport.Testing;
using Microsoft.AspNetCore.Http;

namespace BatchImport.LocalHost.Tests.Hosting;

public sealed class LocalHostAppTests(AzuriteServer azurite) : IDisposable
{
    private readonly TriggerHost _host = new(azurite);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Functions_start_orchestrations_that_call_activities_and_can_be_asked_about_over_http()
    {
        await using var app = await _host.StartAsync(new Prefix("hello "), typeof(Greetings));
        using var http = new HttpClient { BaseAddress = app.Address };

        var id = await http.GetStringAsync(new Uri("api/greet/Ada", UriKind.Relative), TestContext.Current.CancellationToken);
        var status = await app.DurableTaskClient.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, status.RuntimeStatus);
        Assert.Equal("hello Ada", status.ReadOutputAs<string>());
        var json = await http.GetFromJsonAsync<JsonElement>(new Uri($"runtime/webhooks/durabletask/instances/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("Completed", json.GetProperty("runtimeStatus").GetString());
    }

    [Fact]
    public async Task A_binding_this_host_lacks_stops_the_start_before_anything_runs()
    {
        var exception = await Assert.ThrowsAsync<LocalHostException>(() => _host.StartAsync(new object(), typeof(Unsupported)));

        Assert.StartsWith("Function 'Unsupported', parameter 'what'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trigger_whose_setting_is_missing_stops_the_start_by_name()
    {
        var exception = await Assert.ThrowsAsync<LocalHostException>(() => _host.StartAsync(new object(), typeof(MissingSetting)));

        Assert.Equal("Function 'MissingSetting': its trigger names the setting 'Nowhere', which is not set.", exception.Message);
    }

    [Fact]
    public async Task Waiting_for_the_stop_returns_when_it_is_told_to_and_fails_when_the_task_hub_ends_by_itself()
    {
        await using var app = await _host.StartAsync(new Prefix(""), typeof(Greetings));
        using var stop = new CancellationTokenSource();
        var told = app.WaitForStopAsync(stop.Token);
        Assert.False(told.IsCompleted);
        await stop.CancelAsync();
        await told;

        await app.Hub.AbortAsync();

        await Assert.ThrowsAsync<LocalHostException>(() => app.WaitForStopAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_who_is_told_to_listen_elsewhere_is_reached_there()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "macOS has one address for loopback.");
        var elsewhere = IPAddress.Parse("127.0.0.2");
        using var open = new TriggerHost(azurite) { ListenAddress = elsewhere };
        await using var told = await open.StartAsync(new Prefix(""), typeof(Greetings));
        await using var quiet = await _host.StartAsync(new Prefix(""), typeof(Greetings));
        using var http = new HttpClient();

        foreach (var (app, host) in new[] { (told, "localhost"), (told, "127.0.0.2"), (quiet, "localhost") })
        {
            await http.GetStringAsync(Status(app, host), TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(Status(quiet, "127.0.0.2"), TestContext.Current.CancellationToken));

        static Uri Status(LocalHostApp app, string host) => new UriBuilder(app.Address) { Host = host, Path = HostStatus.Path }.Uri;
    }

    [Theory]
    [InlineData("POST", "localhost", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("POST", "localhost", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("POST", "localhost", "same-origin", HttpStatusCode.NotFound)]
    [InlineData("POST", "localhost", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "rebound.example.com", "same-origin", HttpStatusCode.BadRequest)]
    [InlineData("GET", "localhost", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("GET", "localhost", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "rebound.example.com", null, HttpStatusCode.BadRequest)]
    public async Task Pages_of_other_sites_change_nothing_and_no_other_name_leads_here(string method, string name, string? site, HttpStatusCode status)
    {
        await using var app = await _host.StartAsync(new Prefix(""), typeof(Greetings));
        using var http = new HttpClient { BaseAddress = app.Address };
        var path = method == "POST" ? "runtime/webhooks/durabletask/instances/none/terminate" : "runtime/webhooks/durabletask/instances/none";
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Host = $"{name}:{app.Address.Port}" } };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_state_folder_has_one_host_at_a_time()
    {
        await using (await _host.StartAsync(new Prefix(""), typeof(Greetings)))
        {
            await Assert.ThrowsAsync<HostInUseException>(() => _host.StartAsync(new Prefix(""), typeof(Greetings)));
        }

        await using var next = await _host.StartAsync(new Prefix(""), typeof(Greetings));
    }

    [Fact]
    public async Task Definitions_are_put_into_their_container_only_when_it_is_new()
    {
        var ports = Ports.Free(2);
        using var folder = new TemporaryFolder();
        await using var own = await AzuriteService.StartAsync(
            new AzuriteOptions
            {
                InstallFolder = AzuriteServer.SharedInstallFolder,
                DataFolder = Path.Combine(folder.Path, "data"),
                LogFolder = folder.Path,
                BlobPort = ports[0],
                QueuePort = ports[1],
            },
            _ => { },
            TestContext.Current.CancellationToken);
        var account = new BlobServiceClient(own.ConnectionString);
        folder.Write("people.json", "{}");

        await LocalContainers.EnsureAsync(account, folder.Path, TestContext.Current.CancellationToken);
        var definition = account.GetBlobContainerClient("definitions").GetBlobClient("people.json");
        Assert.True(await definition.ExistsAsync(TestContext.Current.CancellationToken));

        await definition.DeleteAsync(cancellationToken: TestContext.Current.CancellationToken);
        await LocalContainers.EnsureAsync(account, folder.Path, TestContext.Current.CancellationToken);
        Assert.False(await definition.ExistsAsync(TestContext.Current.CancellationToken));
        Assert.True(await account.GetBlobContainerClient("imports").ExistsAsync(TestContext.Current.CancellationToken));
    }

    public sealed record Prefix(string Text);

    public sealed class Greetings(Prefix prefix)
    {
        [Function("StartGreeting")]
        public static async Task<IResult> StartAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "greet/{name}")] HttpRequest request, string name, [DurableClient] DurableTaskClient client) =>
            TypedResults.Text(await client.ScheduleNewOrchestrationInstanceAsync("Greeting", name));

        [Function("Greeting")]
        public static Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CallActivityAsync<string>("Greet", context.GetInput<string>());

        [Function("Greet")]
        public string Greet([ActivityTrigger] string name) => prefix.Text + name;
    }

    public static class Unsupported
    {
        [Function("Unsupported")]
        public static void Run([ActivityTrigger] string input, Version what) => ArgumentNullException.ThrowIfNull(what);
    }

    public static class MissingSetting
    {
        [Function("MissingSetting")]
        public static void Run([BlobTrigger("%Nowhere%/{name}")] BlobClient blob) => ArgumentNullException.ThrowIfNull(blob);
    }
}
