using System.Collections.Concurrent;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Targets;
using BatchImport.Testing;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace BatchImport.Tests.Pipeline;

/// <summary>Rows that crashed the process: the tests set the marks that such a process leaves.</summary>
[Trait("Speed", "Slow")]
public sealed class CrashedRowTests(AzuriteServer azurite, RedisServer redis)
{
    private const int Rows = 5;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_at_which_the_process_went_down_often_enough_is_an_error_and_its_neighbours_succeed()
    {
        var target = new RecordingTarget();
        await using var fixture = await WorldAsync(target);
        var slice = await StageAsync(fixture);
        await CrashAsync(fixture, slice, times: 2);
        await CrashAsync(fixture, slice with { First = 2, Count = 0 }, times: 2);

        await fixture.Steps.ProcessAsync(slice, Stop);

        var results = await fixture.Get<IResultStore>().ReadPageAsync(slice.BatchId, 0, Rows, Stop);
        Assert.Equal([true, true, false, true, true], results.Select(result => result!.Succeeded));
        Assert.Contains("the program crashed", Assert.Single(results[2]!.Errors).Message, StringComparison.Ordinal);
        Assert.Equal([2, 3, 5, 6], target.Rows);
    }

    [Fact]
    public async Task A_row_that_was_interrupted_less_often_is_processed()
    {
        await using var fixture = await WorldAsync(new RecordingTarget());
        var slice = await StageAsync(fixture);
        await CrashAsync(fixture, slice, times: 2);
        await CrashAsync(fixture, slice with { First = 2, Count = 0 }, times: 1);

        Assert.Equal(Rows, (await fixture.Steps.ProcessAsync(slice, Stop)).Written);

        var results = await fixture.Get<IResultStore>().ReadPageAsync(slice.BatchId, 0, Rows, Stop);
        Assert.All(results, result => Assert.True(result!.Succeeded));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_ends_well_or_by_an_exception_or_because_the_host_stops_leaves_no_mark(bool isSuspected)
    {
        using var stopping = new CancellationTokenSource();
        var target = new RecordingTarget { OnRow = row => row == 4 ? stopping.CancelAsync() : Task.CompletedTask };
        await using var fixture = await WorldAsync(target);
        var slice = await StageAsync(fixture);
        if (isSuspected)
        {
            await CrashAsync(fixture, slice, times: 2);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Steps.ProcessAsync(slice, stopping.Token));
        Assert.False(await IsMarkedAsync(fixture, slice));

        await fixture.Steps.ProcessAsync(slice, Stop);
        Assert.False(await IsMarkedAsync(fixture, slice));
    }

    // On the connection that removes marks without waiting for the reply: its commands keep their order.
    private static Task<bool> IsMarkedAsync(ImportFixture fixture, RowSlice slice) =>
        fixture.Get<IConnectionMultiplexer>().GetDatabase().KeyExistsAsync($"{{{slice.BatchId}}}:crashes");

    private static async Task CrashAsync(ImportFixture fixture, RowSlice slice, int times)
    {
        for (var time = 0; time < times; time++)
        {
            Assert.Equal(time, await fixture.Get<InFlightMarkers>().BeginAsync(slice.BatchId, TimeProvider.System.GetUtcNow().AddDays(1), slice.Page, slice.First, slice.Count, Stop));
        }
    }

    private static async Task<RowSlice> StageAsync(ImportFixture fixture)
    {
        await fixture.DefineAsync("crash", """{ "name": "crash", "target": "recording", "columns": [{ "name": "Crash", "required": true }] }""");
        var request = await fixture.DropAsync("crash/a.csv", "Crash\n1\n2\n3\n4\n5\n", ("owner", "ada@example.com"));
        await fixture.Steps.StageAsync(request.BatchId, Stop);
        return new RowSlice(request.BatchId, 0, 0, Rows);
    }

    private Task<ImportFixture> WorldAsync(RecordingTarget target) =>
        ImportFixture.CreateAsync(azurite, redis, services => services.AddSingleton<IRowTarget>(target));

    /// <summary>Records the numbers of the rows it received.</summary>
    private sealed class RecordingTarget : IRowTarget
    {
        public string Name => "recording";

        public ConcurrentQueue<int> Rows { get; } = new();

        public Func<int, Task> OnRow { get; init; } = _ => Task.CompletedTask;

        public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
        {
            Rows.Enqueue(row.Number);
            await OnRow(row.Number);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
