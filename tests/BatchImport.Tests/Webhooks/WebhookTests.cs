using System.Text.Json;
using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Testing;
using BatchImport.Tests.Pipeline;
using BatchImport.Tests.Targets.Http;
using BatchImport.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StandardWebhooks;

namespace BatchImport.Tests.Webhooks;

/// <summary>Webhooks of imports, received by a server on loopback.</summary>
[Trait("Speed", "Slow")]
public sealed class WebhookTests(AzuriteServer azurite, RedisServer redis) : IAsyncLifetime
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OtherKey = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private TargetServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Address => $"http://127.0.0.1:{_server.Port}/hooks/T0KEN";

    public async ValueTask InitializeAsync() => _server = await TargetServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_end_is_a_signed_CloudEvent_with_counts_and_links_and_no_data_of_rows()
    {
        await using var fixture = await CreateAsync(("Webhooks:BaseUrl", "https://imports.example.com/api/"));
        var request = await DropAsync(fixture, $$"""[ { "url": "{{Address}}" } ]""");

        await fixture.RunAsync(request);
        Assert.Equal(0, await fixture.Steps.SendWebhooksAsync(request.BatchId, isLast: false, Stop));

        var received = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/hooks/T0KEN", "application/cloudevents+json; charset=utf-8"), (received.Method, received.Path, received.Headers["Content-Type"]));
        Verify(received, Key);
        Assert.ThrowsAny<Exception>(() => Verify(received, OtherKey));
        var message = JsonElement.Parse(received.Body);
        Assert.Equal(("1.0", "import.completed", request.BatchId, received.Headers["webhook-id"]), (Text(message, "specversion"), Text(message, "type"), Text(message, "subject"), Text(message, "id")));
        var data = message.GetProperty("data");
        Assert.Equal((1, 1, 0), (data.GetProperty("succeeded").GetInt32(), data.GetProperty("failed").GetInt32(), data.GetProperty("notProcessed").GetInt32()));
        Assert.Equal(("completed", "people.csv", "people"), (Text(data, "state"), Text(data, "fileName"), Text(data, "definition")));
        Assert.Equal($"https://imports.example.com/api/imports/{request.BatchId}/workbook", Text(data.GetProperty("links"), "workbook"));
        Assert.DoesNotContain("Lovelace", received.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.com", received.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Log.Lines, line => line.Contains("T0KEN", StringComparison.Ordinal) || line.Contains("whsec_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_does_not_accept_is_notified_again_with_the_same_id_and_one_that_did_is_not()
    {
        await using var fixture = await CreateAsync(("Webhooks:Url", $"http://localhost:{_server.Port}/all"), ("Targets:Secrets:Hooks:Other", OtherKey));
        var request = await DropAsync(fixture, $$"""[ { "url": "{{Address}}", "secret": "Hooks:Other" } ]""");
        var failures = 2;
        _server.Always = context => TargetServer.AnswerAsync(context, context.Request.Path == "/all" || failures-- <= 0 ? 204 : 503);

        await fixture.RunAsync(request);
        Assert.All((await fixture.Steps.FindAsync(request.BatchId, Stop))!.Webhooks, webhook => Assert.Equal(WebhookState.Pending, webhook.State));
        Assert.Equal(1, await fixture.Steps.SendWebhooksAsync(request.BatchId, isLast: false, Stop));
        Assert.Equal(1, await fixture.Steps.SendWebhooksAsync(request.BatchId, isLast: false, Stop));
        var waiting = (await fixture.Steps.FindAsync(request.BatchId, Stop))!.Webhooks.Single(webhook => webhook.State == WebhookState.Pending);
        Assert.Equal(($"127.0.0.1:{_server.Port}", 2, "503"), (waiting.Host, waiting.Attempts, waiting.Detail));
        Assert.Equal(0, await fixture.Steps.SendWebhooksAsync(request.BatchId, isLast: false, Stop));
        Assert.Equal(0, await fixture.Steps.SendWebhooksAsync(request.BatchId, isLast: false, Stop));

        Assert.Equal(["/all", "/hooks/T0KEN", "/hooks/T0KEN", "/hooks/T0KEN"], _server.Requests.Select(received => received.Path).Order(StringComparer.Ordinal));
        Assert.Single(_server.Requests.Select(received => received.Headers["webhook-id"]).Distinct(StringComparer.Ordinal));
        Assert.All(_server.Requests, received => Verify(received, received.Path == "/all" ? Key : OtherKey));
        Assert.All((await fixture.Steps.FindAsync(request.BatchId, Stop))!.Webhooks, webhook => Assert.Equal(WebhookState.Delivered, webhook.State));
        await fixture.Get<BatchImport.Results.IResultStore>().RemoveAsync(request.BatchId, Stop);
        Assert.Equal(2, (await fixture.Steps.FindAsync(request.BatchId, Stop))!.Webhooks.Count);
    }

    [Theory]
    [InlineData(410, false, WebhookState.Failed)]
    [InlineData(404, false, WebhookState.Pending)]
    [InlineData(302, false, WebhookState.Pending)]
    [InlineData(500, true, WebhookState.Failed)]
    public async Task An_attempt_ends_as_its_answer_says(int status, bool isLast, WebhookState state)
    {
        await using var fixture = await CreateAsync();
        var request = await DropAsync(fixture, $$"""[ { "url": "{{Address}}" } ]""");
        _server.Always = context => TargetServer.AnswerAsync(context, status);

        await fixture.RunAsync(request);
        await fixture.Steps.SendWebhooksAsync(request.BatchId, isLast, Stop);

        var webhook = Assert.Single((await fixture.Steps.FindAsync(request.BatchId, Stop))!.Webhooks);
        Assert.Equal((state, 1), (webhook.State, webhook.Attempts));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Only_the_events_that_a_webhook_names_are_sent()
    {
        await using var fixture = await CreateAsync(("Webhooks:Url", $"http://127.0.0.1:{_server.Port}/all"), ("Webhooks:Events", "import.rejected"));
        var completed = await DropAsync(fixture, $$"""[ { "url": "{{Address}}", "events": ["import.failed", "import.cancelled"] } ]""");
        var rejected = await fixture.DropAsync("empty.csv", "Id\n", ("owner", "ada@example.com"));

        foreach (var request in (ImportRequest[])[completed, rejected])
        {
            await fixture.RunAsync(request);
            await fixture.Steps.SendWebhooksAsync(request.BatchId, isLast: false, Stop);
        }

        var received = JsonElement.Parse(Assert.Single(_server.Requests).Body);
        Assert.Equal(("import.rejected", rejected.BatchId, "no-rows"), (Text(received, "type"), Text(received, "subject"), Text(received.GetProperty("data"), "problemCode")));
        Assert.Empty((await fixture.Steps.FindAsync(completed.BatchId, Stop))!.Webhooks);
    }

    [Theory]
    [InlineData("https://elsewhere.example.com/", null, "host-not-allowed", "elsewhere.example.com")]
    [InlineData(null, "Missing", "missing-setting", "Targets:Secrets:Missing")]
    [InlineData(null, "Short", "missing-setting", "Targets:Secrets:Short")]
    public async Task A_webhook_that_cannot_be_notified_rejects_the_import_before_its_first_row(string? url, string? secret, string code, string name)
    {
        await using var fixture = await CreateAsync(("Targets:Secrets:Short", "whsec_abc"));
        var request = await DropAsync(fixture, $$"""[ { "url": "{{url ?? Address}}"{{(secret is null ? "" : $", \"secret\": \"{secret}\"")}} } ]""");

        var import = await fixture.RunAsync(request);

        Assert.Equal((ImportState.Rejected, code), (import.State, import.ProblemCode));
        Assert.Contains(name, import.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("T0KEN", import.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Url", "ftp://example.com", "Webhooks:Url: it begins with https://")]
    [InlineData("Events", "import.done", "the event 'import.done' is unknown; valid values: import.completed")]
    [InlineData("Secret", "secret", "Webhooks:Secret must be whsec_")]
    [InlineData("Secret", "", "Webhooks:Secret is required with Webhooks:Url")]
    [InlineData("BaseUrl", "imports", "Webhooks:BaseUrl: it begins with https://")]
    public void A_wrong_setting_is_refused_at_start(string setting, string value, string message)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Webhooks:Url"] = "https://example.com/", ["Webhooks:Secret"] = Key, [$"Webhooks:{setting}"] = value };
        using var services = new ServiceCollection().AddWebhooks(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<WebhookOptions>>().Value);

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static void Verify(TargetRequest received, string key)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in received.Headers)
        {
            headers[name] = value;
        }

        new StandardWebhook(key).Verify(received.Body, headers);
    }

    private Task<ImportFixture> CreateAsync(params (string Name, string? Value)[] settings) => ImportFixture.CreateAsync(
        azurite,
        redis,
        settings: settings.Prepend(("Targets:AllowedHosts", $"127.0.0.1:{_server.Port} private http, localhost:{_server.Port} private http")).Prepend(("Webhooks:Secret", Key))
            .ToDictionary(each => each.Item1, each => each.Item2, StringComparer.OrdinalIgnoreCase));

    private static async Task<ImportRequest> DropAsync(ImportFixture fixture, string webhooks)
    {
        await fixture.DefineAsync("people", $$"""{ "name": "people", "columns": [ { "name": "Id", "type": "integer" }, { "name": "Name" } ], "webhooks": {{webhooks}} }""");
        return await fixture.DropAsync("people.csv", "Id,Name\n1,Ada Lovelace\nx,Grace\n", ("owner", "ada@example.com"), ("definition", "people"));
    }
}
