using System.Collections.Concurrent;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace BatchImport.FunctionApp.Tests;

/// <summary>Imports that are paused, resumed, cancelled and followed, on the genuine Durable Task extension.</summary>
public sealed class CommandTests(AppFixture app)
{
    private const int Rows = 60;
    private const int ButFirst = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paused_import_continues_when_it_is_resumed_and_its_events_show_it()
    {
        using var gate = app.Target.Hold("resumed", ButFirst);
        await app.User.DefineAsync("resumed", app.Target);
        var id = await app.User.DropIdsAsync("resumed", Rows);
        await gate.ReachedAsync(Stop);
        var states = new ConcurrentQueue<string>();
        var follows = FollowAsync(id, states);

        Assert.Equal("paused", await CommandAsync(id, "pause"));
        await gate.OpenAfterCommandAsync(Stop);
        await app.User.UntilAsync(id, static import => import.GetProperty("processed").GetInt32() > ButFirst, "finish the rows in flight");
        await UntilAsync(() => states.Contains("paused", StringComparer.Ordinal), "The events show the pause.");
        Assert.True(gate.Answered.Distinct(StringComparer.Ordinal).Count() < Rows);

        Assert.Equal("processing", await CommandAsync(id, "resume"));
        var ended = await app.User.EndAsync(id);
        Assert.Equal(("completed", Rows), (ended.GetProperty("state").GetString(), ended.GetProperty("succeeded").GetInt32()));
        Assert.Equal(Rows, gate.Answered.Distinct(StringComparer.Ordinal).Count());
        await follows;
        Assert.Equal("completed", states.Last());
    }

    [Fact]
    public async Task A_cancelled_import_ends_with_a_workbook_of_every_row()
    {
        using var gate = app.Target.Hold("cancelled", ButFirst);
        await app.User.DefineAsync("cancelled", app.Target);
        var id = await app.User.DropIdsAsync("cancelled", Rows);
        await gate.ReachedAsync(Stop);

        Assert.Equal("cancelling", await CommandAsync(id, "cancel"));
        gate.Open();
        var ended = await app.User.EndAsync(id);

        Assert.Equal("cancelled", ended.GetProperty("state").GetString());
        var workbook = await app.User.WorkbookAsync(id);
        var listed = new[] { "Success", "Errors", "Not processed" }.SelectMany(sheet => workbook[sheet].Skip(1)).Select(static row => Convert.ToInt32(row[0], null));
        Assert.Equal(Enumerable.Range(1, Rows), listed.Order());
        Assert.True(workbook["Not processed"].Length > 1);
        Assert.Single(app.User.Mails(id));
    }

    private async Task<string?> CommandAsync(string id, string command)
    {
        using var response = await app.User.Http.PostAsync($"api/imports/{id}/{command}", content: null, Stop);
        var body = await response.Content.ReadAsStringAsync(Stop);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{command}: {response.StatusCode} {body}");
        return JsonElement.Parse(body).GetProperty("state").GetString();
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var looks = 0; !condition(); looks++)
        {
            Assert.True(looks < 300, what);
            await Task.Delay(TimeSpan.FromMilliseconds(100), Stop);
        }
    }

    /// <summary>Collects the states that the import's server-sent events show, from now to its end.</summary>
    private async Task FollowAsync(string id, ConcurrentQueue<string> states)
    {
        using var response = await app.User.Http.GetAsync($"api/imports/{id}/events", HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var stream = await response.Content.ReadAsStreamAsync(Stop);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(Stop))
        {
            Assert.Equal("import", item.EventType);
            states.Enqueue(JsonElement.Parse(item.Data).GetProperty("state").GetString()!);
        }
    }
}
