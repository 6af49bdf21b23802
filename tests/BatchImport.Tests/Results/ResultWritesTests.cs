using System.Threading.Channels;
using BatchImport.Common;
using BatchImport.Results;

namespace BatchImport.Tests.Results;

public sealed class ResultWritesTests
{
    private readonly Channel<Trip> _trips = Channel.CreateUnbounded<Trip>();
    private readonly ResultWrites _writes;

    public ResultWritesTests() => _writes = new ResultWrites((batchId, writes) =>
    {
        var trip = new Trip(batchId, writes, new TaskCompletionSource<int[]>(TaskCreationOptions.RunContinuationsAsynchronously));
        Assert.True(_trips.Writer.TryWrite(trip));
        return trip.Answer.Task;
    });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_that_come_while_one_is_on_its_way_go_together_and_each_is_told_its_own_number()
    {
        var first = _writes.WriteAsync("a", Write(0, 1));
        var trip = await NextAsync();
        var (second, third) = (_writes.WriteAsync("a", Write(0, 2, 3)), _writes.WriteAsync("a", Write(7, 2)));
        Assert.False(_trips.Reader.TryRead(out _));

        trip.Answer.SetResult([1]);
        var together = await NextAsync();
        together.Answer.SetResult([2, 0]);

        Assert.Equal([(0, 2), (7, 1)], together.Writes.Select(write => (write.Page, write.Results.Count)));
        var told = await Task.WhenAll(first, second, third);
        Assert.Equal([1, 2, 0], told);
    }

    [Fact]
    public async Task The_same_row_twice_goes_one_after_the_other()
    {
        var first = _writes.WriteAsync("a", Write(0, 1));
        var trip = await NextAsync();
        var (once, again, other) = (_writes.WriteAsync("a", Write(0, 5)), _writes.WriteAsync("a", Write(0, 5)), _writes.WriteAsync("a", Write(0, 6)));
        trip.Answer.SetResult([1]);

        var together = await NextAsync();
        Assert.Equal([5, 6], together.Writes.Select(write => write.Results.Single().Index));
        together.Answer.SetResult([1, 1]);
        var last = await NextAsync();
        Assert.Equal([5], last.Writes.Select(write => write.Results.Single().Index));
        last.Answer.SetResult([0]);

        var told = await Task.WhenAll(first, once, again, other);
        Assert.Equal([1, 1, 0, 1], told);
    }

    [Fact]
    public async Task A_trip_takes_no_more_than_a_page_of_rows()
    {
        var slices = Enumerable.Range(0, 10).Select(page => _writes.WriteAsync("a", Write(page, [.. Enumerable.Range(0, 250)]))).ToArray();
        var trips = new List<int>();
        while (trips.Sum() < slices.Length)
        {
            var trip = await NextAsync();
            trips.Add(trip.Writes.Count);
            trip.Answer.SetResult([.. trip.Writes.Select(_ => 250)]);
        }

        Assert.Equal([1, 4, 4, 1], trips);
        Assert.All(await Task.WhenAll(slices), written => Assert.Equal(250, written));
    }

    [Fact]
    public async Task A_trip_that_fails_fails_those_on_it_and_nobody_else()
    {
        var (first, other) = (_writes.WriteAsync("a", Write(0, 1)), _writes.WriteAsync("b", Write(0, 1)));
        var (trip, beside) = (await NextAsync(), await NextAsync());
        var second = _writes.WriteAsync("a", Write(0, 2));
        trip.Answer.SetException(new TimeoutException("Redis does not answer."));
        (await NextAsync()).Answer.SetResult([1]);
        beside.Answer.SetResult([1]);

        await Assert.ThrowsAsync<TimeoutException>(() => first);
        var told = await Task.WhenAll(second, other);
        Assert.Equal([1, 1], told);
        Assert.Equal(("a", "b"), (trip.BatchId, beside.BatchId));

        var later = _writes.WriteAsync("a", Write(0, 1));
        (await NextAsync()).Answer.SetResult([1]);
        Assert.Equal(1, await later);
    }

    private static ResultWrite Write(int page, params int[] rows) => new(page, DateTimeOffset.UnixEpoch, [.. rows.Select(row => RowResult.Success(row))]);

    private ValueTask<Trip> NextAsync() => _trips.Reader.ReadAsync(Stop);

    private sealed record Trip(string BatchId, IReadOnlyList<ResultWrite> Writes, TaskCompletionSource<int[]> Answer);
}
