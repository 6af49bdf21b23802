using BatchImport.LocalHost.Hosting;
using BatchImport.Testing;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.Hosting;

public sealed class ServiceKeeperTests
{
    [Fact]
    public async Task A_service_that_ends_is_started_again_until_it_starts()
    {
        using var log = new RecordingLoggerProvider();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var ends = 0;
        var starts = 0;
        var up = new TaskCompletionSource();
        var keeping = new ServiceKeeper("The service", TimeProvider.System, log.CreateLogger("keeper")).RunAsync(
            async cancellationToken =>
            {
                if (++ends > 1)
                {
                    up.TrySetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
            },
            _ => ++starts < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask,
            stop.Token);
        await up.Task.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await keeping;

        Assert.Equal((2, 3), (ends, starts));
        Assert.Equal(4, log.Lines.Count);
        Assert.Contains("The service ended unexpectedly", log.Lines.First(), StringComparison.Ordinal);
        Assert.Contains("The service answers again", log.Lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_starts_the_services_again_that_were_killed_and_their_data_is_there()
    {
        await using var host = new HostProcess();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var before = host.RunningServices();
        Assert.Equal(2, before.Count);
        await using (var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(host.RedisConnectionString))
        {
            await redis.GetDatabase().StringSetAsync("kept", "yes");
        }

        foreach (var id in before)
        {
            using var service = System.Diagnostics.Process.GetProcessById(id);
            service.Kill();
        }

        await Eventually.HoldsAsync(
            () => host.Output.Contains("Azurite answers again", StringComparison.Ordinal) && host.Output.Contains("The Redis-compatible server answers again", StringComparison.Ordinal),
            "both services are started again");

        var after = host.RunningServices();
        Assert.Equal(2, after.Count);
        Assert.Empty(after.Intersect(before));
        await using var again = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(host.RedisConnectionString);
        Assert.Equal("yes", await again.GetDatabase().StringGetAsync("kept"));
    }
}
