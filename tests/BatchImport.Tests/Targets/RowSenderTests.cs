using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Targets;
using BatchImport.Targets.RateLimits;
using BatchImport.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.Tests.Targets;

[Trait("Speed", "Slow")]
public sealed class RowSenderTests(RedisServer redis)
{
    private static readonly RowDelivery Row = new("b", 7, ["Name"], [Cell.FromText("Ada")]);

    [Fact]
    public async Task A_taken_row_is_a_success_with_the_targets_reference()
    {
        var result = await SendAsync((_, _) => ValueTask.FromResult<string?>("rec-1"));

        Assert.True(result.Succeeded);
        Assert.Equal(("rec-1", 4), (result.Reference, result.Index));
    }

    [Fact]
    public async Task A_transient_fault_is_tried_again_under_the_same_idempotency_key()
    {
        var keys = new List<string>();
        var result = await SendAsync((row, _) =>
        {
            keys.Add(row.IdempotencyKey);
            return keys.Count < 3 ? throw new TransientRowException("busy") : ValueTask.FromResult<string?>(null);
        });

        Assert.True(result.Succeeded);
        Assert.Equal(["b-7", "b-7", "b-7"], keys);
    }

    [Fact]
    public async Task A_transient_fault_that_stays_is_an_error_that_says_so()
    {
        var result = await SendAsync((_, _) => throw new TransientRowException("the service is busy (503)"));

        Assert.Equal("the service is busy (503) (tried 3 times)", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task A_refusal_is_an_error_at_once()
    {
        var tries = 0;
        var result = await SendAsync((_, _) =>
        {
            tries++;
            throw new RowRefusedException("no such country");
        });

        Assert.Equal("no such country", Assert.Single(result.Errors).Message);
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_bug_in_a_target_is_an_error_of_the_row_and_does_not_tell_the_rows_values()
    {
        var result = await SendAsync((_, _) => throw new InvalidOperationException("Ada broke it"));

        Assert.Equal("target 'test' failed unexpectedly (InvalidOperationException)", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task A_target_that_hangs_ends_by_its_time_out()
    {
        var result = await SendAsync(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        });

        Assert.Equal("target 'test' did not answer within 30 s (tried 3 times)", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task A_target_that_does_not_stop_when_it_is_told_to_ends_by_its_time_out_too()
    {
        var never = new TaskCompletionSource<string?>();

        var result = await SendAsync((_, _) => new ValueTask<string?>(never.Task));

        Assert.Equal("target 'test' did not answer within 30 s (tried 3 times)", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task A_host_that_stops_leaves_the_row_for_another_time()
    {
        using var stopping = new CancellationTokenSource();
        var sending = SendUntilAsync(
            async (_, cancellationToken) =>
            {
                await stopping.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            },
            stopping.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private Task<RowResult> SendAsync(Func<RowDelivery, CancellationToken, ValueTask<string?>> target) =>
        SendUntilAsync(target, TestContext.Current.CancellationToken);

    private async Task<RowResult> SendUntilAsync(
        Func<RowDelivery, CancellationToken, ValueTask<string?>> target, CancellationToken cancellationToken)
    {
        // Time advances by itself, by a step for every wait.
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        var sender = new RowSender(time, new TargetRateLimiters(redis.Connection, time), NullLogger<RowSender>.Instance);
        var sending = sender.SendAsync(sender.RouteTo(new TestTarget(target), new TargetDefinition { Type = "test" }), 4, Row, cancellationToken).AsTask();
        while (!sending.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await sending;
    }

    private sealed class TestTarget(Func<RowDelivery, CancellationToken, ValueTask<string?>> send) : IRowTarget
    {
        public string Name => "test";

        public ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken) => send(row, cancellationToken);
    }
}
