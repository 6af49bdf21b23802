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
    public async Task It_runs_scripts()
    {
        await using var service = await StartAsync();
        await using var connection = await ConnectAsync();

        Assert.Equal(1, (int)await connection.GetDatabase().ScriptEvaluateAsync("return redis.call('HSETNX', KEYS[1], 'f', ARGV[1])", ["key"], ["value"]));
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
