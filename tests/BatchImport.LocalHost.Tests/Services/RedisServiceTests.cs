using System.Net;
using System.Net.Sockets;
using System.Text;
using BatchImport.LocalHost.Services;
using BatchImport.Testing;
using StackExchange.Redis;

namespace BatchImport.LocalHost.Tests.Services;

public sealed class RedisServiceTests : RedisServiceTestBase
{
    [Fact]
    public async Task Every_acknowledged_write_is_there_after_a_kill_and_after_a_stop()
    {
        const int Writes = 2_000;
        await using (var killed = await StartAsync())
        {
            await using var connection = await ConnectAsync();
            var database = connection.GetDatabase();
            await Task.WhenAll(Enumerable.Range(0, Writes).Select(i => database.HashSetAsync("{a}:page", $"{i}", $"{i}")));
            killed.Kill();
        }

        await using (await StartAsync())
        {
            await using var connection = await ConnectAsync();
            Assert.Equal(Writes, await connection.GetDatabase().HashLengthAsync("{a}:page"));
            await connection.GetDatabase().StringSetAsync("after", "kill");
        }

        await using var stopped = await StartAsync();
        await using var last = await ConnectAsync();
        Assert.Equal("kill", await last.GetDatabase().StringGetAsync("after"));
        Assert.Equal(Writes, await last.GetDatabase().HashLengthAsync("{a}:page"));
    }

    [Fact]
    public async Task A_script_is_one_step_beside_those_of_other_connections()
    {
        const int Connections = 4;
        const int Scripts = 500;
        await using var service = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            await using var connection = await ConnectAsync();
            await Task.WhenAll(Enumerable.Range(0, Scripts).Select(_ => connection.GetDatabase().ScriptEvaluateAsync(
                "local count = tonumber(redis.call('GET', KEYS[1]) or '0') redis.call('SET', KEYS[1], string.format('%d', count + 1))", ["count"])));
        }));

        await using var reader = await ConnectAsync();
        Assert.Equal(Connections * Scripts, (int)await reader.GetDatabase().StringGetAsync("count"));
    }

    [Fact]
    public async Task An_acknowledged_script_is_there_whole_after_a_kill()
    {
        const string Both = "redis.call('HSET', KEYS[1], ARGV[1], '1') redis.call('HINCRBY', KEYS[2], 'count', 1)";
        var acknowledged = 0;
        await using (var killed = await StartAsync())
        {
            await using var connection = await ConnectAsync();
            var scripts = Enumerable.Range(0, 20_000).Select(async i =>
            {
                await connection.GetDatabase().ScriptEvaluateAsync(Both, ["{a}:page", "{a}:counts"], [i]);
                if (Interlocked.Increment(ref acknowledged) == 1_000)
                {
                    killed.Kill();
                }
            }).ToArray();
            // The writes that were in flight when it ended.
            await Task.WhenAll(scripts).ContinueWith(static _ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        await using var service = await StartAsync();
        await using var reader = await ConnectAsync();
        var (rows, count) = (await reader.GetDatabase().HashLengthAsync("{a}:page"), (long)await reader.GetDatabase().HashGetAsync("{a}:counts", "count"));
        // A write without an acknowledgement may exist in part, its first steps first: an import's outcome is counted from results, not counters.
        Assert.InRange(count, acknowledged, rows);
        Assert.InRange(rows, acknowledged, 19_999);
    }

    [Fact]
    public async Task One_that_a_killed_host_left_is_taken_over_and_stopped_at_the_end()
    {
        RunningService? launched = null;
        var first = await RedisService.StartAsync(Options, leftOver: null, running => launched = running, TestContext.Current.CancellationToken);

        await using (var second = await RedisService.StartAsync(Options, launched, _ => Assert.Fail("No server must be launched."), TestContext.Current.CancellationToken))
        {
            Assert.Equal(first.ProcessId, second.ProcessId);
        }

        Assert.Null(launched!.Process.Find());
        await first.DisposeAsync();
    }

    [Fact]
    public async Task One_that_answers_but_does_not_store_is_replaced_by_the_next_host_and_loses_nothing()
    {
        using var disk = SmallDisk.TryMount(megabytes: 64);
        Assert.SkipWhen(disk is null, "Only root on Linux can mount a small disk.");
        var options = Options with { DataFolder = Path.Combine(disk.Path, "data") };
        RunningService? launched = null;
        await using var first = await RedisService.StartAsync(options, leftOver: null, running => launched = running, TestContext.Current.CancellationToken);
        await using var connection = await ConnectAsync();
        await connection.GetDatabase().StringSetAsync("kept", "yes");
        disk.Fill();
        await Assert.ThrowsAnyAsync<RedisException>(() => connection.GetDatabase().StringSetAsync("big", new byte[1_000_000]));
        disk.Empty();
        Assert.True(await RedisProbe.AnswersAsync(Port, TestContext.Current.CancellationToken));
        Assert.Equal(ServiceHealth.Failing, (await RedisProbe.CheckAsync(Port, Password, TestContext.Current.CancellationToken)).Health);

        await using var second = await RedisService.StartAsync(options, launched, _ => { }, TestContext.Current.CancellationToken);

        Assert.NotEqual(first.ProcessId, second.ProcessId);
        await using var reader = await ConnectAsync();
        Assert.Equal("yes", await reader.GetDatabase().StringGetAsync("kept"));
        Assert.True(await reader.GetDatabase().StringSetAsync("after", "yes"));
    }

    [Fact]
    public async Task Nothing_is_done_for_a_client_without_the_password_such_as_a_page_in_a_browser()
    {
        await using var service = await StartAsync();
        await using (var connection = await ConnectAsync())
        {
            await connection.GetDatabase().StringSetAsync("kept", "yes");
        }

        foreach (var request in new[] { "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nSET kept no\r\nFLUSHALL\r\n", "SET kept no\r\n", "*1\r\n$8\r\nFLUSHALL\r\n" })
        {
            using var page = new TcpClient();
            await page.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
            await page.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
            var answer = new byte[1_000];
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
                patience.CancelAfter(TimeSpan.FromSeconds(1));
                var length = await page.GetStream().ReadAsync(answer, patience.Token);
                Assert.DoesNotContain("+OK", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
            }
            catch (Exception ex) when (ex is IOException or OperationCanceledException)
            {
                // The server closes the connection, or ignores the line.
            }
        }

        await Assert.ThrowsAnyAsync<RedisException>(() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Port},password=wrong,connectTimeout=2000,connectRetry=1"));
        await using var reader = await ConnectAsync();
        Assert.Equal("yes", await reader.GetDatabase().StringGetAsync("kept"));
    }

    [Fact]
    public void The_password_is_random_for_each_folder_and_read_by_its_owner_only()
    {
        var password = Password;

        Assert.Equal(password, Password);
        Assert.Matches("^[0-9a-f]{48}$", password);
        Assert.NotEqual(password, SecretFile.Ensure(Path.Combine(Folder, "other", "password"), RedisOptions.PasswordCharacters));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Options.PasswordFile));
        }
    }

    [Fact]
    public async Task A_Redis_of_another_program_is_left_alone_and_reported_with_both_solutions()
    {
        await using var other = await StartAsync();

        var exception = await Assert.ThrowsAsync<LocalHostException>(StartAsync);

        Assert.StartsWith($"Port {Port}, where the Redis-compatible server was to listen, is taken by a Redis server", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Redis:ConnectionString", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--redis-port", exception.Message, StringComparison.Ordinal);
    }
}
