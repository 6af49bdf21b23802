using System.Net;
using System.Text;
using System.Text.Json;
using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class ManagementEndpointTests : IAsyncLifetime
{
    private const string Base = "/runtime/webhooks/durabletask";

    private readonly HubFixture _hub = new();
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub.Activity<string>("Hello", name => $"Hello, {name}!");
        _hub.Activity<string>("Fail", _ => throw new InvalidDataException("bad"));
        _hub.Orchestrator("Greet", async context => await context.CallActivityAsync<string>("Hello", context.GetInput<string>()));
        _hub.Orchestrator("Wait", async context =>
        {
            context.SetCustomStatus(new { waits = true });
            return await context.WaitForExternalEvent<JsonElement>("Go");
        });
        _hub.Orchestrator("Break", async context => await context.CallActivityAsync<string>("Fail"));
        await _hub.StartAsync();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapTaskHub(_hub.Hub);
        await _app.StartAsync(Stop);
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task A_start_answers_202_with_the_links_to_manage_the_instance_by()
    {
        using var response = await PostAsync("/orchestrators/Greet/abc", "\"Ada\"");
        var links = await JsonAsync(response);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(10, response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Equal(links.GetProperty("statusQueryGetUri").GetString(), response.Headers.Location!.ToString());
        Assert.Equal("abc", links.GetProperty("id").GetString());
        var instance = $"{_http.BaseAddress}runtime/webhooks/durabletask/instances/abc";
        Assert.Equal($"{instance}?taskHub=Test&connection=Storage", links.GetProperty("statusQueryGetUri").GetString());
        Assert.Equal($"{instance}/raiseEvent/{{eventName}}?taskHub=Test&connection=Storage", links.GetProperty("sendEventPostUri").GetString());
        Assert.Equal($"{instance}/terminate?reason={{text}}&taskHub=Test&connection=Storage", links.GetProperty("terminatePostUri").GetString());
        foreach (var link in (string[])["purgeHistoryDeleteUri", "restartPostUri", "suspendPostUri", "resumePostUri"])
        {
            Assert.StartsWith(instance, links.GetProperty(link).GetString(), StringComparison.Ordinal);
        }

        using var status = await _http.GetAsync(response.Headers.Location, Stop);
        Assert.True(status.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_start_with_a_timeout_answers_with_the_output_when_it_is_there_in_time()
    {
        using var done = await PostAsync("/orchestrators/Greet?timeout=30&pollingInterval=1", "\"Ada\"");
        using var waits = await PostAsync("/orchestrators/Wait?timeout=0.01&pollingInterval=0.01", "null");
        using var failed = await PostAsync("/orchestrators/Break?timeout=30", null);

        Assert.Equal((HttpStatusCode.OK, "\"Hello, Ada!\""), (done.StatusCode, await done.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(HttpStatusCode.Accepted, waits.StatusCode);
        Assert.Equal("Failed", (await JsonAsync(failed)).GetProperty("runtimeStatus").GetString());
    }

    [Fact]
    public async Task A_start_that_cannot_be_is_answered_with_the_reason()
    {
        await PostAsync("/orchestrators/Wait/taken", null);

        await RefusedAsync(HttpStatusCode.BadRequest, "Unknown", await PostAsync("/orchestrators/Unknown", null));
        await RefusedAsync(HttpStatusCode.BadRequest, "Invalid JSON", await PostAsync("/orchestrators/Greet", "{"));
        await RefusedAsync(HttpStatusCode.BadRequest, "@", await PostAsync("/orchestrators/Greet/@a", null));
        await RefusedAsync(HttpStatusCode.Conflict, "taken", await PostAsync("/orchestrators/Wait/taken", null));
        await RefusedAsync(HttpStatusCode.BadRequest, "Other", await PostAsync("/orchestrators/Greet?taskHub=Other", null));
    }

    [Fact]
    public async Task A_running_instance_answers_202_with_location_and_retry_after()
    {
        await _hub.ScheduleAsync("Wait", new { Rows = 3 }, "w");
        await _hub.UntilAsync("w", metadata => metadata.IsRunning);

        using var response = await _http.GetAsync($"{Base}/instances/w?showInput=true", Stop);
        var status = await JsonAsync(response);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"{_http.BaseAddress}runtime/webhooks/durabletask/instances/w?showInput=true", response.Headers.Location!.ToString());
        Assert.Equal(5, response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Equal(
            ["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime"],
            status.EnumerateObject().Select(property => property.Name));
        Assert.Equal("Wait", status.GetProperty("name").GetString());
        Assert.Equal("Running", status.GetProperty("runtimeStatus").GetString());
        Assert.Equal(3, status.GetProperty("input").GetProperty("Rows").GetInt32());
        Assert.True(status.GetProperty("customStatus").GetProperty("waits").GetBoolean());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("output").ValueKind);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", status.GetProperty("createdTime").GetString());
    }

    [Fact]
    public async Task A_finished_instance_answers_200_an_unknown_one_404_and_a_failed_one_500_when_asked_for()
    {
        await _hub.RunAsync("Greet", "Ada", "done");
        await _hub.RunAsync("Break", null, "failed");

        using var done = await _http.GetAsync($"{Base}/instances/done?showInput=false", Stop);
        var status = await JsonAsync(done);
        using var failed = await _http.GetAsync($"{Base}/instances/failed", Stop);
        using var asked = await _http.GetAsync($"{Base}/instances/failed?returnInternalServerErrorOnFailure=true", Stop);
        using var unknown = await _http.GetAsync($"{Base}/instances/unknown", Stop);

        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Null(done.Headers.Location);
        Assert.Equal("Hello, Ada!", status.GetProperty("output").GetString());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("input").ValueKind);
        Assert.Equal(HttpStatusCode.OK, failed.StatusCode);
        Assert.Contains("Task 'Fail' (#0) failed", (await JsonAsync(failed)).GetProperty("output").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InternalServerError, asked.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_history_is_shown_when_asked_for_its_results_too()
    {
        await _hub.RunAsync("Greet", "Ada", "done");
        await _hub.RunAsync("Break", null, "failed");

        var events = await HistoryAsync("done?showHistory=true&showHistoryOutput=true");
        var without = await HistoryAsync("done?showHistory=true");
        var failed = await HistoryAsync("failed?showHistory=true");

        Assert.Equal(["ExecutionStarted", "TaskCompleted", "ExecutionCompleted"], events.Select(EventType));
        Assert.Equal("Hello", events[1].GetProperty("FunctionName").GetString());
        Assert.Equal("Hello, Ada!", events[1].GetProperty("Result").GetString());
        Assert.True(events[1].TryGetProperty("ScheduledTime", out _));
        Assert.Equal("Completed", events[2].GetProperty("OrchestrationStatus").GetString());
        Assert.All(without, e => Assert.False(e.TryGetProperty("Result", out _)));
        Assert.Equal(["ExecutionStarted", "TaskFailed", "ExecutionCompleted"], failed.Select(EventType));
        Assert.Equal("bad", failed[1].GetProperty("Reason").GetString());
        Assert.Equal("System.IO.InvalidDataException", failed[1].GetProperty("FailureDetails").GetProperty("ErrorType").GetString());

        static string? EventType(JsonElement e) => e.GetProperty("EventType").GetString();
    }

    [Fact]
    public async Task Events_are_raised_with_their_JSON()
    {
        await _hub.ScheduleAsync("Wait", null, "w");

        using var text = await _http.PostAsync($"{Base}/instances/w/raiseEvent/Go", new StringContent("x", Encoding.UTF8, "text/plain"), Stop);
        using var broken = await PostAsync("/instances/w/raiseEvent/Go", "{");
        using var raised = await PostAsync("/instances/w/raiseEvent/go", """{"rows":[1,2]}""");
        var ended = await _hub.EndAsync("w");
        using var late = await PostAsync("/instances/w/raiseEvent/Go", "1");
        using var unknown = await PostAsync("/instances/unknown/raiseEvent/Go", "1");

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.Accepted, HttpStatusCode.Gone, HttpStatusCode.NotFound],
            new[] { text.StatusCode, broken.StatusCode, raised.StatusCode, late.StatusCode, unknown.StatusCode });
        Assert.Equal("""{"rows":[1,2]}""", ended.SerializedOutput);
    }

    [Fact]
    public async Task Instances_are_suspended_resumed_and_terminated()
    {
        await _hub.ScheduleAsync("Wait", null, "w");
        await _hub.UntilAsync("w", metadata => metadata.IsRunning);

        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/instances/w/suspend?reason=hold", null)).StatusCode);
        await _hub.UntilAsync("w", metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("/instances/w/suspend?reason=again", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/instances/w/resume?reason=go", null)).StatusCode);
        await _hub.UntilAsync("w", metadata => metadata.IsRunning);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("/instances/w/terminate?reason=over", null)).StatusCode);
        var ended = await _hub.EndAsync("w");

        Assert.Equal("over", ended.ReadOutputAs<string>());
        foreach (var operation in (string[])["terminate", "suspend", "resume"])
        {
            Assert.Equal(HttpStatusCode.Gone, (await PostAsync($"/instances/w/{operation}", null)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"/instances/unknown/{operation}", null)).StatusCode);
        }
    }

    [Fact]
    public async Task Instances_are_listed_by_query_page_by_page()
    {
        for (var n = 0; n < 5; n++)
        {
            await _hub.RunAsync("Greet", "Ada", $"g{n}");
        }

        await _hub.ScheduleAsync("Wait", null, "w");
        var (first, token) = await ListAsync("?instanceIdPrefix=g&top=3", null);
        var (second, end) = await ListAsync("?instanceIdPrefix=g&top=3", token);
        (var running, _) = await ListAsync("?runtimeStatus=Running,Pending", null);
        (var none, _) = await ListAsync("?createdTimeTo=2000-01-01T00:00:00Z", null);

        Assert.Equal(["g0", "g1", "g2"], first);
        Assert.Equal(["g3", "g4"], second);
        Assert.Null(end);
        Assert.Equal(["w"], running);
        Assert.Empty(none);
    }

    [Fact]
    public async Task Instances_are_purged_by_id_and_by_filter()
    {
        await _hub.RunAsync("Greet", "Ada", "g1");
        await _hub.RunAsync("Greet", "Ada", "g2");
        await _hub.RunAsync("Break", null, "b1");

        using var one = await _http.DeleteAsync($"{Base}/instances/g1", Stop);
        using var again = await _http.DeleteAsync($"{Base}/instances/g1", Stop);
        using var without = await _http.DeleteAsync($"{Base}/instances", Stop);
        using var failed = await _http.DeleteAsync($"{Base}/instances?createdTimeFrom=2000-01-01&runtimeStatus=Failed", Stop);
        using var none = await _http.DeleteAsync($"{Base}/instances?createdTimeFrom=2100-01-01", Stop);
        await _hub.ScheduleAsync("Wait", null, "w");
        using var running = await _http.DeleteAsync($"{Base}/instances/w", Stop);

        Assert.Equal((HttpStatusCode.OK, """{"instancesDeleted":1}"""), (one.StatusCode, await one.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal((HttpStatusCode.OK, """{"instancesDeleted":1}"""), (failed.StatusCode, await failed.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, running.StatusCode);
        Assert.NotNull(await _hub.Client.GetInstanceAsync("g2", Stop));
    }

    [Fact]
    public async Task What_is_not_supported_answers_501_and_names_it()
    {
        await RefusedAsync(HttpStatusCode.NotImplemented, "rewind", await PostAsync("/instances/x/rewind?reason=r", null));
        await RefusedAsync(HttpStatusCode.NotImplemented, "restart", await PostAsync("/instances/x/restart", null));
        await RefusedAsync(HttpStatusCode.NotImplemented, "entities", await PostAsync("/entities/Counter/1?op=add", "1"));
        await RefusedAsync(HttpStatusCode.NotImplemented, "makeprimary", await PostAsync("/makeprimary", null));
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        return document.RootElement.Clone();
    }

    private static async Task RefusedAsync(HttpStatusCode status, string word, HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(status, response.StatusCode);
            Assert.Contains(word, (await JsonAsync(response)).GetProperty("Message").GetString(), StringComparison.Ordinal);
        }
    }

    private Task<HttpResponseMessage> PostAsync(string path, string? json)
        => _http.PostAsync(Base + path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), Stop);

    private async Task<JsonElement[]> HistoryAsync(string instance)
    {
        using var response = await _http.GetAsync($"{Base}/instances/{instance}", Stop);
        return [.. (await JsonAsync(response)).GetProperty("historyEvents").EnumerateArray()];
    }

    private async Task<(string[] Ids, string? Token)> ListAsync(string query, string? token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"{Base}/instances{query}");
        request.Headers.Add("x-ms-continuation-token", token);
        using var response = await _http.SendAsync(request, Stop);
        string[] ids = [.. (await JsonAsync(response)).EnumerateArray().Select(one => one.GetProperty("instanceId").GetString()!)];
        return (ids, response.Headers.TryGetValues("x-ms-continuation-token", out var next) ? next.Single() : null);
    }
}
