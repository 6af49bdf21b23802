using System.Diagnostics;
using System.Text;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Targets;
using BatchImport.Testing;
using BatchImport.Tests.Pipeline;
using BatchImport.Tests.Targets.Http;

namespace BatchImport.Tests.Targets;

/// <summary>Limits over all workers: two of them, each with separate services, over one Redis.</summary>
[Trait("Speed", "Slow")]
public sealed class SharedLimitsTests(AzuriteServer azurite, RedisServer redis)
{
    private const int Rows = 40;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_rows_are_on_their_way_at_once_than_the_definition_allows_all_workers_together()
    {
        await using var server = await TargetServer.StartAsync();
        server.Always = async context =>
        {
            // Long enough that rows would accumulate without a limit.
            await Task.Delay(20, context.RequestAborted);
            await TargetServer.AnswerAsync(context, 200);
        };

        var progress = await ProcessAsync(server, "together", """ "rowsInFlight": 10, "concurrency": 3 """);

        Assert.Equal((Rows, 0), (progress.Succeeded, progress.Failed));
        Assert.Equal(3, server.MostInside);
    }

    [Fact]
    public async Task Rows_are_not_sent_faster_than_the_definition_allows_all_workers_together()
    {
        await using var server = await TargetServer.StartAsync();
        var began = Stopwatch.GetTimestamp();

        var progress = await ProcessAsync(server, "paced", """ "rowsInFlight": 10, "rowsPerSecond": 40 """);

        // 40 rows at 40 a second, of which those of a tenth of a second may be sent at once.
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.85));
        Assert.Equal((Rows, 0), (progress.Succeeded, progress.Failed));
    }

    [Fact]
    public async Task What_limits_leave_in_Redis_expires_by_itself()
    {
        await using var server = await TargetServer.StartAsync();
        server.Always = context => TargetServer.AnswerAsync(context, context.Request.Path == "/1" ? 500 : 200);
        await ProcessAsync(server, "expiring", """ "rowsInFlight": 10, "concurrency": 3, "rowsPerSecond": 400, "attempts": 1, "breaker": { "failures": 1000 } """);

        var keys = redis.Connection.GetServers()[0].Keys(pattern: "target:*").ToArray();

        Assert.NotEmpty(keys);
        foreach (var key in keys)
        {
            // A key that expired since it was listed has no time to live.
            var left = await redis.Connection.GetDatabase().KeyTimeToLiveAsync(key);
            Assert.True(left is not null || !await redis.Connection.GetDatabase().KeyExistsAsync(key), $"{key} never expires.");
        }
    }

    [Fact]
    public async Task A_target_that_is_down_pauses_its_rows_instead_of_failing_them_and_goes_on_when_it_is_back()
    {
        await using var server = await TargetServer.StartAsync();
        server.Always = context => TargetServer.AnswerAsync(context, 503);
        await using var one = await WorldAsync(server);
        await using var two = await WorldAsync(server);
        var (request, staged) = await StageAsync(one, server, "paused", """ "rowsInFlight": 1, "attempts": 1, "breaker": { "failures": 3, "pauseSeconds": 0.2 } """);
        var (first, second) = (new RowSlice(request.BatchId, 0, 0, staged.Rows / 2), new RowSlice(request.BatchId, 0, staged.Rows / 2, staged.Rows / 2));

        await Assert.ThrowsAsync<OutageException>(() => one.Steps.ProcessAsync(first, Stop));
        var sent = server.Requests.Count;
        await Assert.ThrowsAsync<OutageException>(() => two.Steps.ProcessAsync(second, Stop));

        // The first two failures became their rows' errors; the third stopped all rows, for both workers.
        var paused = await one.Steps.FindAsync(request.BatchId, Stop);
        Assert.Equal((3, 0, 2), (sent, paused?.Succeeded, paused?.Failed));

        server.Always = context => TargetServer.AnswerAsync(context, 200);
        await Task.WhenAll(GoOnAsync(one, first), GoOnAsync(two, second));
        var ended = await one.Steps.FindAsync(request.BatchId, Stop);
        Assert.Equal((Rows - 2, 2), (ended?.Succeeded, ended?.Failed));
    }

    private static async Task GoOnAsync(ImportFixture fixture, RowSlice slice)
    {
        // As in the durable engine: repeated until it succeeds.
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await fixture.Steps.ProcessAsync(slice, Stop);
                return;
            }
            catch (OutageException) when (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(50, Stop);
            }
        }
    }

    private async Task<(int Succeeded, int Failed)> ProcessAsync(TargetServer server, string name, string limits)
    {
        await using var one = await WorldAsync(server);
        await using var two = await WorldAsync(server);
        var (request, staged) = await StageAsync(one, server, name, limits);
        await Task.WhenAll(
            one.Steps.ProcessAsync(new RowSlice(request.BatchId, 0, 0, staged.Rows / 2), Stop),
            two.Steps.ProcessAsync(new RowSlice(request.BatchId, 0, staged.Rows / 2, staged.Rows / 2), Stop));
        var progress = await one.Steps.FindAsync(request.BatchId, Stop);
        return (progress!.Succeeded, progress.Failed);
    }

    private static async Task<(ImportRequest Request, StagedImport Staged)> StageAsync(ImportFixture fixture, TargetServer server, string name, string limits)
    {
        await fixture.DefineAsync(name, $$"""{ "name": "{{name}}", "columns": [{ "name": "{{name}} no", "required": true }], "target": { "type": "http", "url": "http://127.0.0.1:{{server.Port}}/{{{name}} no}", {{limits}} } }""");
        var csv = new StringBuilder($"{name} no,Name\n").AppendJoin("", Enumerable.Range(1, Rows).Select(number => $"{number},name\n")).ToString();
        var request = await fixture.DropAsync($"{name}/a.csv", csv, ("owner", "ada@example.com"));
        return (request, await fixture.Steps.StageAsync(request.BatchId, Stop));
    }

    private Task<ImportFixture> WorldAsync(TargetServer server) => ImportFixture.CreateAsync(
        azurite, redis, settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Targets:AllowedHosts"] = $"127.0.0.1:{server.Port} private http" });
}
