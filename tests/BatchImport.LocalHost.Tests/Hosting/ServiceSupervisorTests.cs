using Azure.Storage.Blobs;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;
using BatchImport.Testing;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.LocalHost.Tests.Hosting;

public sealed class ServiceSupervisorTests
{
    [Fact]
    public async Task A_service_that_ends_is_started_again_until_it_starts()
    {
        using var log = new RecordingLoggerProvider();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var ends = 0;
        var starts = 0;
        var up = new TaskCompletionSource();
        var service = new SupervisedService
        {
            Name = "The service",
            WaitForExitAsync = async cancellationToken =>
            {
                if (++ends > 1)
                {
                    up.TrySetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
            },
            ProbeAsync = _ => Task.FromResult(ProbeResult.Working),
            StopAsync = () => throw new InvalidOperationException("It ended by itself."),
            StartAsync = _ => ++starts < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask,
        };
        var supervision = new ServiceSupervisor(service, TimeProvider.System, log.CreateLogger("supervisor")).RunAsync(stop.Token);
        await up.Task.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await supervision;

        Assert.Equal((2, 3), (ends, starts));
        Assert.Equal(4, log.Lines.Count);
        Assert.Contains("The service ended unexpectedly", log.Lines.First(), StringComparison.Ordinal);
        Assert.Contains("The service answers again", log.Lines.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 0, 1)]
    [InlineData(2, 0, 0)]
    [InlineData(0, 20, 0)]
    [InlineData(0, 60, 1)]
    public async Task A_service_that_does_not_work_is_restarted_but_not_for_a_moments_weakness(int failures, int secondsOfSilence, int restarts)
    {
        using var log = new RecordingLoggerProvider();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var time = new FakeTimeProvider();
        var silentUntil = time.GetUtcNow().AddSeconds(secondsOfSilence);
        var (probes, stops, starts) = (0, 0, 0);
        var service = new SupervisedService
        {
            Name = "The service",
            WaitForExitAsync = cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken),
            ProbeAsync = _ => Task.FromResult(
                ++probes <= failures ? ProbeResult.Failing("no space") : starts == 0 && time.GetUtcNow() < silentUntil ? ProbeResult.Silent("no answer") : ProbeResult.Working),
            StopAsync = () =>
            {
                stops++;
                return Task.CompletedTask;
            },
            StartAsync = _ =>
            {
                starts++;
                return Task.CompletedTask;
            },
        };
        var supervision = new ServiceSupervisor(service, time, log.CreateLogger("supervisor")).RunAsync(stop.Token);
        for (var second = 0; second < 120; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await supervision;
        Assert.Equal((restarts, restarts), (stops, starts));
        Assert.Equal(restarts, log.Lines.Count(line => line.Contains("The service does not work", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_host_restarts_services_whose_disk_was_full_and_what_they_acknowledged_is_there()
    {
        using var disk = SmallDisk.TryMount(megabytes: 128);
        Assert.SkipWhen(disk is null, "Only root on Linux can mount a small disk.");
        await using var host = new HostProcess(Path.Combine(disk.Path, "state"));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await WriteAsync(host, "before");

        await using (var filled = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(host.RedisConnectionString))
        {
            disk.Fill();
            await Assert.ThrowsAnyAsync<StackExchange.Redis.RedisException>(() => filled.GetDatabase().StringSetAsync("big", new byte[1_000_000]));
        }

        await Eventually.HoldsAsync(() => host.Output.Contains("The Redis-compatible server does not work", StringComparison.Ordinal), "the failure is noticed");
        disk.Empty();
        await Eventually.HoldsAsync(() => host.Output.Contains("The Redis-compatible server answers again", StringComparison.Ordinal), "the server is back");

        await WriteAsync(host, "after");
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(host.RedisConnectionString);
        Assert.Equal("before", await redis.GetDatabase().StringGetAsync("before"));
        Assert.Equal("after", (await Blob(host, "after").DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString());
        Assert.Equal("before", (await Blob(host, "before").DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString());
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

    private static BlobClient Blob(HostProcess host, string name) => new BlobContainerClient(host.StorageConnectionString, "staging").GetBlobClient(name);

    private static async Task WriteAsync(HostProcess host, string text)
    {
        await Blob(host, text).UploadAsync(BinaryData.FromString(text), overwrite: true, TestContext.Current.CancellationToken);
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(host.RedisConnectionString);
        await redis.GetDatabase().StringSetAsync(text, text);
    }
}
