using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Tests.Results;

public sealed class ProgressEstimateTests
{
    private static readonly DateTimeOffset Began = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ImportProgress Halfway = new()
    {
        BatchId = "b",
        State = ImportState.Processing,
        FileName = "customers.xlsx",
        Rows = 1_000,
        Succeeded = 450,
        Failed = 50,
        ReceivedAt = Began.AddSeconds(-5),
        ProcessingAt = Began,
        ExpiresAt = Began.AddDays(7),
    };

    [Fact]
    public void Halfway_through_it_tells_rate_time_left_and_percent() =>
        Assert.Equal(new ProgressEstimate(100, TimeSpan.FromSeconds(5), 50), ProgressEstimate.For(Halfway, Began.AddSeconds(5)));

    [Fact]
    public void Before_the_first_result_only_the_percentage_is_known() =>
        Assert.Equal(new ProgressEstimate(null, null, 0), ProgressEstimate.For(Halfway with { Succeeded = 0, Failed = 0 }, Began.AddSeconds(5)));

    [Fact]
    public void Before_the_rows_are_counted_nothing_is_known() =>
        Assert.Equal(default, ProgressEstimate.For(Halfway with { Rows = null, Succeeded = 0, Failed = 0, ProcessingAt = null, State = ImportState.Staging }, Began));

    [Fact]
    public void A_clock_that_stands_still_or_runs_back_gives_no_rate()
    {
        Assert.Null(ProgressEstimate.For(Halfway, Began).RowsPerSecond);
        Assert.Null(ProgressEstimate.For(Halfway, Began.AddSeconds(-1)).RowsPerSecond);
    }

    [Fact]
    public void After_the_end_the_rate_stays_what_it_was()
    {
        var done = Halfway with { State = ImportState.Completed, Succeeded = 950, FinishedAt = Began.AddSeconds(10) };

        Assert.Equal(new ProgressEstimate(100, null, 100), ProgressEstimate.For(done, Began.AddDays(1)));
    }

    [Fact]
    public void Counting_past_the_total_is_never_more_than_all() =>
        Assert.Equal(new ProgressEstimate(110, TimeSpan.Zero, 100), ProgressEstimate.For(Halfway with { Succeeded = 1_050 }, Began.AddSeconds(10)));

    [Fact]
    public void A_file_without_rows_is_done_when_its_import_is()
    {
        var empty = Halfway with { Rows = 0, Succeeded = 0, Failed = 0 };

        Assert.Null(ProgressEstimate.For(empty, Began.AddSeconds(1)).Percent);
        Assert.Equal(100, ProgressEstimate.For(empty with { State = ImportState.Completed }, Began.AddSeconds(1)).Percent);
    }
}
