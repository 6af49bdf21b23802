using System.Collections.Concurrent;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Staging;
using BatchImport.Targets;
using BatchImport.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.Tests.Pipeline;

/// <summary>The undelivered rows of an import, retried as a new import.</summary>
[Trait("Speed", "Slow")]
public sealed class RetryTests(AzuriteServer azurite, RedisServer redis)
{
    private static readonly (string Name, string Value)[] Owned = [("owner", "ada@example.com"), ("definition", "retried")];

    private readonly PickyTarget _target = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_rows_run_again_alone_under_the_keys_they_had_and_the_new_import_says_which_one_it_follows()
    {
        await using var fixture = await WorldAsync();
        var first = await fixture.DropAsync("parts.csv", Csv(2_500), Owned);
        _target.Refused = ["7", "1500", "2400"];
        Assert.Equal((2_497, 3), await RunAsync(fixture, first));
        var keys = _target.Keys.ToArray();

        _target.Refused = ["1500"];
        _target.Keys.Clear();
        var second = await RetryAsync(fixture, first);
        var progress = await fixture.RunAsync(second);

        Assert.Equal((first.BatchId, 3, 2, 1, "parts.csv", "retried"), (progress.Follows, progress.Rows, progress.Succeeded, progress.Failed, progress.FileName, progress.Definition));
        Assert.Equal([$"{first.BatchId}-1501", $"{first.BatchId}-2401", $"{first.BatchId}-8"], _target.Keys.Order(StringComparer.Ordinal));
        Assert.Subset(keys.ToHashSet(StringComparer.Ordinal), _target.Keys.ToHashSet(StringComparer.Ordinal));
        var workbook = await fixture.WorkbookAsync(second);
        Assert.Equal(["7", "2400"], workbook["Success"].Skip(1).Select(row => row[0]?.ToString()));
        Assert.Equal("1501", Assert.Single(workbook["Errors"].Skip(1))[2]?.ToString());

        // Rows that fail in a retry can also be retried, still under the same key.
        _target.Refused = [];
        _target.Keys.Clear();
        Assert.Equal((1, 0), await RunAsync(fixture, await RetryAsync(fixture, second)));
        Assert.Equal([$"{first.BatchId}-1501"], _target.Keys);
    }

    [Fact]
    public async Task A_retry_follows_the_definition_as_it_is_now()
    {
        await using var fixture = await WorldAsync();
        await fixture.DefineAsync("strict", """{ "name": "strict", "columns": [{ "name": "Strict no", "required": true, "max": 5, "type": "integer" }] }""");
        var first = await fixture.DropAsync("parts.csv", "Strict no\n1\n9\n", ("owner", "ada@example.com"), ("definition", "strict"));
        Assert.Equal((1, 1), await RunAsync(fixture, first));

        await using var later = await WorldAsync();
        await later.DefineAsync("strict", """{ "name": "strict", "columns": [{ "name": "Strict no", "required": true, "max": 10, "type": "integer" }] }""");

        Assert.Equal((1, 0), await RunAsync(later, await RetryAsync(later, first)));
    }

    [Fact]
    public async Task A_value_that_an_earlier_row_has_is_not_sent_because_that_row_does_not_run_again()
    {
        await using var fixture = await WorldAsync();
        await fixture.DefineAsync("single", """{ "name": "single", "target": "picky", "columns": [{ "name": "Single no", "required": true, "unique": true }] }""");
        var first = await fixture.DropAsync("parts.csv", "Single no\n1\n2\n1\n", ("owner", "ada@example.com"), ("definition", "single"));
        Assert.Equal((2, 1), await RunAsync(fixture, first));
        _target.Keys.Clear();

        Assert.Equal((0, 1), await RunAsync(fixture, await RetryAsync(fixture, first)));

        Assert.Empty(_target.Keys);
    }

    [Fact]
    public async Task Rows_that_a_failed_import_did_not_come_to_run_again_as_well()
    {
        await using var fixture = await WorldAsync();
        var first = await fixture.DropAsync("parts.csv", Csv(10), Owned);
        await fixture.Steps.StageAsync(first.BatchId, Stop);
        _target.Refused = ["2"];
        await fixture.Steps.ProcessAsync(new RowSlice(first.BatchId, 0, 0, 4), Stop);
        await fixture.Steps.FailAsync(first.BatchId, "ProcessRows", null, Stop);
        await fixture.EndAsync(first);

        _target.Refused = [];
        Assert.Equal((7, 0), await RunAsync(fixture, await RetryAsync(fixture, first)));
    }

    [Fact]
    public async Task What_has_not_ended_is_unknown_or_had_no_errors_cannot_be_retried()
    {
        await using var fixture = await WorldAsync();
        var retries = fixture.Get<IImportRetries>();
        var request = await fixture.DropAsync("parts.csv", Csv(3), Owned);
        Assert.Equal(RetryAnswer.StillRunning, (await retries.PrepareAsync(request.BatchId, Stop)).Answer);
        await fixture.RunAsync(request);
        Assert.Equal(RetryAnswer.NothingFailed, (await retries.PrepareAsync(request.BatchId, Stop)).Answer);
        Assert.Equal(RetryAnswer.Unknown, (await retries.PrepareAsync(new string('0', 32), Stop)).Answer);

        var rejected = await fixture.DropAsync("empty.csv", "", Owned);
        await fixture.RunAsync(rejected);
        Assert.Equal(RetryAnswer.NothingFailed, (await retries.PrepareAsync(rejected.BatchId, Stop)).Answer);
    }

    [Fact]
    public async Task Asking_twice_gives_one_import()
    {
        await using var fixture = await WorldAsync();
        var first = await fixture.DropAsync("parts.csv", Csv(3), Owned);
        _target.Refused = ["2"];
        await fixture.RunAsync(first);

        Assert.Equal((await RetryAsync(fixture, first)).BatchId, (await RetryAsync(fixture, first)).BatchId);
    }

    [Fact]
    public async Task Rows_are_not_sent_again_when_Redis_forgot_that_they_arrived()
    {
        await using var fixture = await WorldAsync();
        var first = await fixture.DropAsync("parts.csv", Csv(3), Owned);
        _target.Refused = ["2"];
        await fixture.RunAsync(first);
        _target.Keys.Clear();
        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{first.BatchId}}}:page:0");

        var progress = await fixture.RunAsync(await RetryAsync(fixture, first));

        Assert.Equal((ImportState.Rejected, "results-lost"), (progress.State, progress.ProblemCode));
        Assert.Empty(_target.Keys);
    }

    private static string Csv(int rows) => "Retry no,Name\n" + string.Concat(Enumerable.Range(1, rows).Select(number => $"{number},name\n"));

    private static async Task<(int Succeeded, int Failed)> RunAsync(ImportFixture fixture, ImportRequest request)
    {
        var progress = await fixture.RunAsync(request);
        Assert.Equal(ImportState.Completed, progress.State);
        return (progress.Succeeded, progress.Failed);
    }

    private static async Task<ImportRequest> RetryAsync(ImportFixture fixture, ImportRequest of)
    {
        var retry = await fixture.Get<IImportRetries>().PrepareAsync(of.BatchId, Stop);
        Assert.Equal(RetryAnswer.Ready, retry.Answer);
        await fixture.Get<IDroppedFiles>().AcceptAsync(retry.Request!, Stop);
        return retry.Request!;
    }

    private async Task<ImportFixture> WorldAsync()
    {
        var fixture = await ImportFixture.CreateAsync(azurite, redis, services => services.AddSingleton<IRowTarget>(_target));
        await fixture.DefineAsync("retried", """{ "name": "retried", "target": "picky", "columns": [{ "name": "Retry no", "required": true }] }""");
        return fixture;
    }

    private sealed class PickyTarget : IRowTarget
    {
        public string Name => "picky";

        public string[] Refused { get; set; } = [];

        public ConcurrentQueue<string> Keys { get; } = new();

        public ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
        {
            Keys.Enqueue(row.IdempotencyKey);
            return Refused.Contains(row.Values[0].Text, StringComparer.Ordinal) ? throw new RowRefusedException("not now") : ValueTask.FromResult<string?>(null);
        }
    }
}
