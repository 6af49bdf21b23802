using BatchImport.LocalHost.Services;
using StackExchange.Redis;

namespace BatchImport.LocalHost.Tests.Services;

public sealed class RedisServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Ports.Free();

    private RedisOptions Options => new() { DataFolder = Path.Combine(_folder.Path, "data"), LogFolder = _folder.Path, Port = _port };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_acknowledged_write_is_there_after_a_kill_and_after_a_stop()
    {
        const int writes = 2_000;
        await using (var killed = await StartAsync())
        {
            await using var connection = await ConnectAsync();
            var database = connection.GetDatabase();
            await Task.WhenAll(Enumerable.Range(0, writes).Select(i => database.HashSetAsync("{a}:page", $"{i}", $"{i}")));
            killed.Kill();
        }

        await using (await StartAsync())
        {
            await using var connection = await ConnectAsync();
            Assert.Equal(writes, await connection.GetDatabase().HashLengthAsync("{a}:page"));
            await connection.GetDatabase().StringSetAsync("after", "kill");
        }

        await using var stopped = await StartAsync();
        await using var last = await ConnectAsync();
        Assert.Equal("kill", await last.GetDatabase().StringGetAsync("after"));
        Assert.Equal(writes, await last.GetDatabase().HashLengthAsync("{a}:page"));
    }

    [Fact]
    public async Task A_script_is_one_step_beside_those_of_other_connections()
    {
        const int connections = 4;
        const int scripts = 500;
        await using var service = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await using var connection = await ConnectAsync();
            await Task.WhenAll(Enumerable.Range(0, scripts).Select(_ => connection.GetDatabase().ScriptEvaluateAsync(
                "local count = tonumber(redis.call('GET', KEYS[1]) or '0') redis.call('SET', KEYS[1], string.format('%d', count + 1))", ["count"])));
        }));

        await using var reader = await ConnectAsync();
        Assert.Equal(connections * scripts, (int)await reader.GetDatabase().StringGetAsync("count"));
    }

    [Fact]
    public async Task An_acknowledged_script_is_there_whole_after_a_kill()
    {
        const string both = "redis.call('HSET', KEYS[1], ARGV[1], '1') redis.call('HINCRBY', KEYS[2], 'count', 1)";
        var acknowledged = 0;
        await using (var killed = await StartAsync())
        {
            await using var connection = await ConnectAsync();
            var scripts = Enumerable.Range(0, 20_000).Select(async i =>
            {
                await connection.GetDatabase().ScriptEvaluateAsync(both, ["{a}:page", "{a}:counts"], [i]);
                if (Interlocked.Increment(ref acknowledged) == 1_000)
                {
                    killed.Kill();
                }
            }).ToArray();
            // Those that were on their way when it died.
            await Task.WhenAll(scripts).ContinueWith(static _ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        await using var service = await StartAsync();
        await using var reader = await ConnectAsync();
        var (rows, count) = (await reader.GetDatabase().HashLengthAsync("{a}:page"), (long)await reader.GetDatabase().HashGetAsync("{a}:counts", "count"));
        // One that was not may be there in part, its first steps first: hence an import's outcome is counted from its results, not from its counters.
        Assert.InRange(count, acknowledged, rows);
        Assert.InRange(rows, acknowledged, 19_999);
    }

    [Fact]
    public async Task One_that_a_killed_host_left_is_taken_over_and_stopped_at_the_end()
    {
        RunningService? launched = null;
        var first = await RedisService.StartAsync(Options, leftOver: null, running => launched = running, TestContext.Current.CancellationToken);

        await using (var second = await RedisService.StartAsync(Options, launched, _ => Assert.Fail("None is to be launched."), TestContext.Current.CancellationToken))
        {
            Assert.Equal(first.ProcessId, second.ProcessId);
        }

        Assert.Null(launched!.Process.Find());
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_Redis_of_somebody_else_is_left_alone_and_said_with_both_ways_out()
    {
        await using var other = await StartAsync();

        var exception = await Assert.ThrowsAsync<LocalHostException>(StartAsync);

        Assert.StartsWith($"Port {_port}, where the Redis-compatible server was to listen, is taken by a Redis server", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Redis:ConnectionString", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--redis-port", exception.Message, StringComparison.Ordinal);
    }

    private Task<RedisService> StartAsync() => RedisService.StartAsync(Options, TestContext.Current.CancellationToken);

    private Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_port}");
}
