using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Spreadsheets;
using BatchImport.Targets;
using BatchImport.Targets.Http;
using BatchImport.Targets.Queue;
using BatchImport.Testing;
using BatchImport.Tests.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.Tests.Targets.Queue;

/// <summary>Rows that are sent to queues of a real storage emulator.</summary>
[Trait("Speed", "Slow")]
public sealed class QueueTargetTests(AzuriteServer azurite, RedisServer redis)
{
    private readonly string _queue = "q-" + Guid.NewGuid().ToString("N");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private QueueServiceClient Service => new(azurite.ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    private string Target => $$"""{ "type": "queue", "service": "storage", "queue": "{{_queue}}", "firstWaitSeconds": 0.01 }""";

    [Fact]
    public async Task A_row_is_a_CloudEvent_with_typed_data_whose_id_is_the_rows_key()
    {
        await Service.CreateQueueAsync(_queue, cancellationToken: Stop);
        await using var fixture = CreateTarget();

        var result = await fixture.SendAsync(Target, ("Id", Cell.FromText("000001")), ("Amount", Cell.FromNumber(12.5)), ("Active", Cell.FromBoolean(true)), ("Note", Cell.Empty));

        var sent = Assert.Single(await ReceiveAsync());
        Assert.Equal(sent.MessageId, result.Reference);
        Assert.Null(sent.ExpiresOn is { } expires && expires < DateTimeOffset.MaxValue.AddYears(-1) ? expires : null);
        var message = JsonElement.Parse(sent.Body.ToString());
        Assert.Equal(
            ("1.0", "b-7", "/batchimport/definitions/test", "batchimport.row", "b/7"),
            (Text(message, "specversion"), Text(message, "id"), Text(message, "source"), Text(message, "type"), Text(message, "subject")));
        Assert.Equal("""{"Id":"000001","Amount":12.5,"Active":true,"Note":null}""", message.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task The_definition_can_set_type_and_data()
    {
        await Service.CreateQueueAsync(_queue, cancellationToken: Stop);
        await using var fixture = CreateTarget();

        await fixture.SendAsync(
            Target.Replace("}", ", \"eventType\": \"com.example.person\", \"body\": { \"who\": \"{Name} ({Id})\", \"id\": \"{Id}\" } }", StringComparison.Ordinal),
            ("Id", Cell.FromNumber(1)), ("Name", Cell.FromText("Ada \"A\" Ö")));

        var message = JsonElement.Parse(Assert.Single(await ReceiveAsync()).Body.ToString());
        Assert.Equal("com.example.person", Text(message, "type"));
        Assert.Equal(("Ada \"A\" Ö (1)", 1), (Text(message.GetProperty("data"), "who"), message.GetProperty("data").GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_the_rows_error()
    {
        await Service.CreateQueueAsync(_queue, cancellationToken: Stop);
        await using var fixture = CreateTarget();

        var result = await fixture.SendAsync(Target, ("Id", Cell.FromText(new string('x', 50_000))));

        Assert.Contains("a storage queue takes up to 49152", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
        Assert.Empty(await ReceiveAsync());
    }

    [Fact]
    public async Task An_import_sends_each_valid_row_once_and_one_to_an_unknown_queue_is_rejected_with_the_choices()
    {
        await Service.CreateQueueAsync(_queue, cancellationToken: Stop);
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis, settings: new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Targets:Queue:ConnectionString"] = azurite.ConnectionString });
        await fixture.DefineAsync("people", Definition(Target));
        await fixture.DefineAsync("lost", Definition(Target.Replace(_queue, "no-such-queue", StringComparison.Ordinal)).Replace("\"people\"", "\"lost\"", StringComparison.Ordinal));
        var rows = "Id\nx\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"{i}\n"));
        var request = await fixture.DropAsync("people.csv", rows, ("owner", "ada@example.com"), ("definition", "people"));
        var lost = await fixture.DropAsync("lost.csv", rows, ("owner", "ada@example.com"), ("definition", "lost"));

        var import = await fixture.RunAsync(request, times: 2);
        var rejected = await fixture.RunAsync(lost);

        Assert.Equal((ImportState.Completed, 30, 1), (import.State, import.Succeeded, import.Failed));
        var ids = (await ReceiveAsync()).Select(message => Text(JsonElement.Parse(message.Body.ToString()), "id")).ToArray();
        Assert.Equal(Enumerable.Range(3, 30).Select(number => $"{request.BatchId}-{number}").Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        Assert.Equal((ImportState.Rejected, "unknown-queue"), (rejected.State, rejected.ProblemCode));
        Assert.Contains("queues: ", rejected.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_account_that_does_not_answer_makes_the_import_wait()
    {
        await using var fixture = new TargetFixture(redis, ("Targets:Queue:ConnectionString", BatchImport.LocalHost.Services.AzuriteService.ConnectionStringFor(1, 1)));

        var result = await fixture.SendAsync(Target.Replace("}", ", \"attempts\": 2 }", StringComparison.Ordinal), ("Id", Cell.FromText("1")));

        Assert.Equal("the queue service could not be reached (tried 2 times)", Assert.Single(result.Errors).Message);
    }

    [Theory]
    [InlineData("storage", "Targets:Queue:ConnectionString nor Targets:Queue:ServiceUri")]
    [InlineData("servicebus", "Targets:ServiceBus:ConnectionString nor Targets:ServiceBus:HostName")]
    public async Task Without_its_service_the_import_is_rejected(string service, string settings)
    {
        await using var fixture = new TargetFixture(redis);

        var rejected = await Assert.ThrowsAsync<RejectedException>(() => fixture.SendAsync(Target.Replace("storage", service, StringComparison.Ordinal), ("Id", Cell.FromText("1"))));

        Assert.Equal("missing-setting", rejected.Code);
        Assert.Contains(settings, rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_Service_Bus_has_the_rows_key_as_its_id()
    {
        await using var client = new ServiceBusClient("Endpoint=sb://localhost/;SharedAccessKeyName=k;SharedAccessKey=a2V5");
        await using var sender = client.CreateSender("people");
        var definition = TargetFixture.Definition("""{ "type": "queue", "service": "servicebus", "queue": "people" }""");
        string[] header = ["Id"];
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var body = new RowBody(body: null, new RowTargetContext(definition, header));
        var target = new ServiceBusTarget(sender, new RowEvent(new Uri("/batchimport/definitions/people", UriKind.Relative), "batchimport.row", body, time));

        var message = target.MessageOf(new RowDelivery("batch", 7, header, [Cell.FromNumber(1)]) { KeyOrigin = "first" });

        Assert.Equal(("first-7", "application/cloudevents+json", "batchimport.row", "batch"), (message.MessageId, message.ContentType, message.Subject, message.CorrelationId));
        var json = JsonElement.Parse(message.Body.ToString());
        Assert.Equal(("first-7", "batch/7"), (Text(json, "id"), Text(json, "subject")));
        Assert.Equal(time.GetUtcNow(), json.GetProperty("time").GetDateTimeOffset());
        Assert.Equal(1, json.GetProperty("data").GetProperty("Id").GetInt32());
    }

    [Theory]
    [InlineData("""{ "type": "queue", "queue": "people" }""", "the target has no service")]
    [InlineData("""{ "type": "queue", "service": "kafka", "queue": "people" }""", "the service \"kafka\" is unknown; valid values: storage, servicebus")]
    [InlineData("""{ "type": "queue", "service": "storage" }""", "the target has no queue")]
    [InlineData("""{ "type": "queue", "service": "storage", "queue": "People" }""", "is not the name of a storage queue")]
    [InlineData("""{ "type": "queue", "service": "storage", "queue": "a--b" }""", "is not the name of a storage queue")]
    [InlineData("""{ "type": "queue", "service": "servicebus", "queue": "/people" }""", "is not the name of a queue or topic of Service Bus")]
    [InlineData("""{ "type": "queue", "service": "storage", "queue": "people", "eventType": "a b" }""", "eventType has 1 to 128")]
    [InlineData("""{ "type": "queue", "service": "storage", "queue": "people", "url": "https://example.com" }""", "a target of the type queue has no property \"url\"")]
    [InlineData("\"queue\"", "the target queue needs its options")]
    public void What_is_wrong_with_a_definition_is_named(string target, string message) =>
        Assert.Contains(message, Assert.Throws<DefinitionException>(() => TargetFixture.Definition(target)).Message, StringComparison.Ordinal);

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static string Definition(string target) => $$"""{ "name": "people", "columns": [ { "name": "Id", "type": "integer" } ], "target": {{target}} }""";

    private TargetFixture CreateTarget() => new(redis, ("Targets:Queue:ConnectionString", azurite.ConnectionString));

    private async Task<List<QueueMessage>> ReceiveAsync()
    {
        var received = new List<QueueMessage>();
        while ((await Service.GetQueueClient(_queue).ReceiveMessagesAsync(32, cancellationToken: Stop)).Value is { Length: > 0 } messages)
        {
            received.AddRange(messages);
        }

        return received;
    }
}
