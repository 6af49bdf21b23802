using BatchImport.Definitions;
using BatchImport.Targets;
using BatchImport.Targets.RateLimits;
using BatchImport.Testing;
using StackExchange.Redis;

namespace BatchImport.Tests.Targets;

[Trait("Speed", "Slow")]
public sealed class TargetRateLimiterTests(RedisServer redis)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_place_is_free_again_when_it_is_given_back()
    {
        var gate = Gate(redis.Connection, new TargetDefinition { Concurrency = 1 });
        var pass = await gate.EnterAsync(Stop);
        var waiting = gate.EnterAsync(Stop);
        Assert.False(waiting.IsCompleted);

        await gate.LeaveAsync(pass, PassOutcome.Answered);

        Assert.NotEqual(pass, await waiting.WaitAsync(TimeSpan.FromSeconds(30), Stop));
    }

    [Fact]
    public async Task Only_failures_in_a_row_make_a_target_count_as_down()
    {
        var gate = Gate(redis.Connection, new TargetDefinition { Breaker = new() { Failures = 2, Pause = TimeSpan.FromMinutes(1) } });

        Assert.False(await PassAsync(gate, PassOutcome.Outage));
        Assert.False(await PassAsync(gate, PassOutcome.Answered));
        Assert.False(await PassAsync(gate, PassOutcome.Outage));
        Assert.False(await PassAsync(gate, PassOutcome.Unknown));
        Assert.True(await PassAsync(gate, PassOutcome.Outage));
        await Assert.ThrowsAsync<TargetUnavailableException>(() => gate.EnterAsync(Stop));
    }

    [Fact]
    public async Task After_the_pause_one_row_tries_whether_the_target_is_back()
    {
        var gate = Gate(redis.Connection, new TargetDefinition { Breaker = new() { Failures = 1, Pause = TimeSpan.FromSeconds(0.3) } });
        await PassAsync(gate, PassOutcome.Outage);

        var probe = await EnterWhenOpenAsync(gate);
        await Assert.ThrowsAsync<TargetUnavailableException>(() => gate.EnterAsync(Stop));

        // The target is not available: the pause begins again. Then it is, and all rows may be sent.
        Assert.True(await gate.LeaveAsync(probe, PassOutcome.Outage));
        probe = await EnterWhenOpenAsync(gate);
        Assert.False(await gate.LeaveAsync(probe, PassOutcome.Answered));
        await gate.EnterAsync(Stop);
        await gate.EnterAsync(Stop);
    }

    [Fact]
    public async Task Without_Redis_nothing_is_sent_and_nothing_that_was_sent_becomes_an_error()
    {
        await using var nobody = await ConnectionMultiplexer.ConnectAsync("127.0.0.1:1,abortConnect=false,connectTimeout=50,connectRetry=0,asyncTimeout=50");
        var gate = Gate(nobody, new TargetDefinition { Concurrency = 1 });

        await Assert.ThrowsAsync<TargetUnavailableException>(() => gate.EnterAsync(Stop));
        Assert.False(await gate.LeaveAsync("pass", PassOutcome.Answered));
    }

    private static async Task<bool> PassAsync(TargetRateLimiter gate, PassOutcome outcome) => await gate.LeaveAsync(await gate.EnterAsync(Stop), outcome);

    private static async Task<string> EnterWhenOpenAsync(TargetRateLimiter gate)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                return await gate.EnterAsync(Stop);
            }
            catch (TargetUnavailableException) when (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(20, Stop);
            }
        }
    }

    private static TargetRateLimiter Gate(IConnectionMultiplexer connection, TargetDefinition definition) =>
        new(connection, TimeProvider.System, "test", "https://crm.example.com", Guid.NewGuid().ToString("N"), definition);
}
