using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Testing;

namespace BatchImport.Tests.Pipeline;

/// <summary>Imports whose data Redis loses, at each step, over real storage and a real Redis-compatible server.</summary>
[Trait("Speed", "Slow")]
public sealed class LostDataTests(AzuriteServer azurite, RedisServer redis)
{
    private const string Owner = "ada@example.com";

    private static readonly (string Name, string Value) Owned = ("owner", Owner);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_that_Redis_lost_are_found_missing_and_made_up_for()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(3_000), Owned);
        var staged = await fixture.Steps.StageAsync(request.BatchId, Stop);
        await fixture.ProcessAsync(request, staged);
        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:page:1");
        await redis.Connection.GetDatabase().HashDeleteAsync($"{{{request.BatchId}}}:page:2", "7");

        var incomplete = await fixture.Steps.FindIncompletePagesAsync(request.BatchId, Stop);
        Assert.Equal([1, 2], incomplete);
        await fixture.ProcessAsync(request, staged, incomplete);
        Assert.Empty(await fixture.Steps.FindIncompletePagesAsync(request.BatchId, Stop));
        Assert.True(await fixture.Steps.ComposeAsync(request.BatchId, Stop));
        var progress = await fixture.EndAsync(request);

        // The running counters counted the lost rows twice; the end counts the stored results.
        Assert.Equal((3_000, 0), (progress.Succeeded, progress.Failed));
    }

    [Fact]
    public async Task An_import_whose_progress_Redis_lost_is_told_again_from_its_documents()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(10), Owned);
        var staged = await fixture.Steps.StageAsync(request.BatchId, Stop);
        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");

        var progress = await fixture.Steps.FindAsync(request.BatchId, Stop);
        Assert.Equal((ImportState.Processing, 10, "numbers.csv", Owner), (progress?.State, progress?.Rows, progress?.FileName, progress?.Owner));

        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");
        await fixture.ProcessAsync(request, staged);
        Assert.True(await fixture.Steps.ComposeAsync(request.BatchId, Stop));
        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");
        var ended = await fixture.EndAsync(request);
        Assert.Equal((ImportState.Completed, 10, MailState.Sent), (ended.State, ended.Succeeded, ended.Mail));

        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");
        var told = await fixture.Steps.FindAsync(request.BatchId, Stop);
        Assert.Equal((ImportState.Completed, 10, MailState.Sent), (told?.State, told?.Succeeded, told?.Mail));
    }

    [Fact]
    public async Task An_import_whose_progress_Redis_lost_while_its_rows_were_staged_goes_on_from_there()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(3), Owned);
        var progress = fixture.Get<ProgressTracker>();
        await progress.TransitionAsync(request.BatchId, ImportState.Staging, ProgressChange.None, Stop);
        await redis.Connection.GetDatabase().KeyDeleteAsync($"{{{request.BatchId}}}:import");
        Assert.Equal(ImportState.Queued, (await fixture.Steps.FindAsync(request.BatchId, Stop))!.State);

        await progress.TransitionAsync(request.BatchId, ImportState.Processing, ProgressChange.None, Stop);

        Assert.Equal(ImportState.Processing, (await fixture.Steps.FindAsync(request.BatchId, Stop))!.State);
    }

    [Fact]
    public async Task A_status_restored_too_late_does_not_keep_an_import_from_its_end()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(10), Owned);
        await fixture.ProcessAsync(request, await fixture.Steps.StageAsync(request.BatchId, Stop));
        var reader = await fixture.Get<ProgressTracker>().ReadDocumentsAsync(request.BatchId, Stop);
        Assert.True(await fixture.Steps.ComposeAsync(request.BatchId, Stop));

        // Redis loses everything, and a reader that had read the documents before restores what it knew.
        await redis.Connection.GetDatabase().KeyDeleteAsync([$"{{{request.BatchId}}}:import", $"{{{request.BatchId}}}:page:0"]);
        await fixture.Get<IResultStore>().CreateAsync(reader!, Stop);
        Assert.Equal(ImportState.Processing, (await fixture.Steps.FindAsync(request.BatchId, Stop))?.State);
        var ended = await fixture.EndAsync(request);

        Assert.Equal((ImportState.Completed, 10, MailState.Sent), (ended.State, ended.Succeeded, ended.Mail));
    }

    [Fact]
    public async Task An_import_with_its_workbook_does_not_fail_when_its_orchestration_is_lost()
    {
        await using var fixture = await WorldAsync();
        var request = await fixture.DropAsync("numbers.csv", Csv(10), Owned);
        await fixture.ProcessAsync(request, await fixture.Steps.StageAsync(request.BatchId, Stop));
        Assert.True(await fixture.Steps.ComposeAsync(request.BatchId, Stop));
        await redis.Connection.GetDatabase().KeyDeleteAsync([$"{{{request.BatchId}}}:import", $"{{{request.BatchId}}}:page:0"]);

        await fixture.Steps.FailAsync(request.BatchId, "ImportOrchestration", "the orchestration is terminated", Stop);
        var ended = await fixture.EndAsync(request);

        Assert.Equal((ImportState.Completed, 10, MailState.Sent), (ended.State, ended.Succeeded, ended.Mail));
        Assert.Equal(11, (await fixture.WorkbookAsync(request))["Success"].Length);
    }

    [Fact]
    public async Task Imports_that_Redis_lost_are_listed_again()
    {
        await using var fixture = await WorldAsync();
        var ended = await fixture.DropAsync("ended.csv", Csv(3), Owned);
        await fixture.ProcessAsync(ended, await fixture.Steps.StageAsync(ended.BatchId, Stop));
        Assert.True(await fixture.Steps.ComposeAsync(ended.BatchId, Stop));
        await fixture.EndAsync(ended);
        var open = await fixture.DropAsync("open.csv", Csv(3), Owned);
        await fixture.Steps.StageAsync(open.BatchId, Stop);
        var database = redis.Connection.GetDatabase();
        await database.KeyDeleteAsync([$"{{{ended.BatchId}}}:import", $"{{{open.BatchId}}}:import", "imports:complete"]);
        await database.SortedSetRemoveAsync("imports", [ended.BatchId, open.BatchId]);
        Assert.Empty(await ListedAsync());

        await fixture.Steps.RestoreLostAsync(Stop);

        Assert.Equal([(open.BatchId, ImportState.Processing), (ended.BatchId, ImportState.Completed)], await ListedAsync());
        Assert.True(await fixture.Get<IResultStore>().ListsAllAsync(Stop));

        async Task<IEnumerable<(string, ImportState)>> ListedAsync() =>
            (await fixture.Steps.ListAsync(new ImportFilter(), 0, 1_000, Stop)).Where(each => each.BatchId == ended.BatchId || each.BatchId == open.BatchId)
            .OrderByDescending(each => each.ReceivedAt).Select(each => (each.BatchId, each.State));
    }

    private static string Csv(int rows) => ImportFixture.Numbers(rows);

    private Task<ImportFixture> WorldAsync() => ImportFixture.CreateAsync(azurite, redis);
}
