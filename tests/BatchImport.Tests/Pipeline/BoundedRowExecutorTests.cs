using BatchImport.Common;
using BatchImport.Pipeline;
using BatchImport.Targets;

namespace BatchImport.Tests.Pipeline;

public sealed class BoundedRowExecutorTests
{
    private readonly List<int[]> _writes = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_rows_are_in_flight_than_there_is_room_for()
    {
        var executor = Flight(2);
        TaskCompletionSource<RowResult>[] rows = [new(), new(), new()];
        await executor.AddAsync(new(rows[0].Task));

        var second = executor.AddAsync(new(rows[1].Task)).AsTask();
        Assert.False(second.IsCompleted);
        rows[1].SetResult(RowResult.Success(1));
        await second.WaitAsync(TimeSpan.FromSeconds(30), Stop);

        rows[0].SetResult(RowResult.Success(0));
        Assert.Equal(2, await executor.LandAsync());
    }

    [Fact]
    public async Task What_has_landed_is_recorded_while_others_are_in_flight()
    {
        var executor = Flight(3);
        var slow = new TaskCompletionSource<RowResult>();
        await executor.AddAsync(new(RowResult.Success(0)));
        await executor.AddAsync(new(RowResult.Success(1)));
        await executor.AddAsync(new(slow.Task));
        var landing = executor.LandAsync();

        Assert.Equal([0, 1], Assert.Single(_writes));
        slow.SetResult(RowResult.Success(2));
        Assert.Equal(3, await landing);
        Assert.Equal([[0, 1], [2]], _writes);
    }

    [Fact]
    public async Task Rows_that_need_no_waiting_are_recorded_in_one_go()
    {
        var executor = Flight(1);
        for (var i = 0; i < 250; i++)
        {
            await executor.AddAsync(new(RowResult.Success(i)));
        }

        Assert.Equal(250, await executor.LandAsync());
        Assert.Single(_writes);
    }

    [Fact]
    public async Task A_fault_lets_the_others_land_and_is_told_then()
    {
        var executor = Flight(2);
        var other = new TaskCompletionSource<RowResult>();
        var failing = new TaskCompletionSource<RowResult>();
        await executor.AddAsync(new(other.Task));
        var adding = executor.AddAsync(new(failing.Task)).AsTask();
        failing.SetException(new TargetUnavailableException("down"));
        await adding.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.True(executor.IsBroken);

        var landing = executor.LandAsync();
        Assert.False(landing.IsCompleted);
        other.SetResult(RowResult.Success(0));

        await Assert.ThrowsAsync<TargetUnavailableException>(() => landing);
        Assert.Equal([0], Assert.Single(_writes));
    }

    private BoundedRowExecutor Flight(int width) => new(width, 10, batch =>
    {
        _writes.Add([.. batch.Select(result => result.Index)]);
        return Task.FromResult(batch.Count);
    });
}
