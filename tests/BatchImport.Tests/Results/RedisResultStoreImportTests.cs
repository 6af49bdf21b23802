using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Testing;

namespace BatchImport.Tests.Results;

[Trait("Speed", "Slow")]
public sealed class RedisResultStoreImportTests(RedisServer redis)
{
    private readonly RedisResultStore _store = new(redis.Connection, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_created_is_found_again_to_the_tick()
    {
        var progress = SampleProgress.New() with
        {
            State = ImportState.Failed,
            FileName = "Kunden ü 😀.xlsx",
            Owner = "ada@example.com",
            Definition = "customers",
            Rows = 200,
            Succeeded = 180,
            Failed = 20,
            StartedAt = TimeProvider.System.GetUtcNow(),
            ProcessingAt = TimeProvider.System.GetUtcNow().AddTicks(1),
            FinishedAt = TimeProvider.System.GetUtcNow().AddTicks(2),
            Problem = "something",
            ProblemCode = "some-thing",
            HasWorkbook = true,
            Mail = "sent",
        };
        await _store.CreateAsync(progress, Token);

        Assert.Equal(progress, await _store.FindAsync(progress.BatchId, Token));
    }

    [Fact]
    public async Task Creating_again_changes_nothing_that_is_there()
    {
        var progress = SampleProgress.New();
        await _store.CreateAsync(progress, Token);
        await _store.TransitionAsync(progress.BatchId, ImportState.Staging, new ProgressChange { Owner = "ada@example.com" }, Token);

        await _store.CreateAsync(progress with { Owner = "eve@example.com", Definition = "customers" }, Token);

        var found = await _store.FindAsync(progress.BatchId, Token);
        Assert.Equal((ImportState.Staging, "ada@example.com", "customers"), (found!.State, found.Owner, found.Definition));
    }

    [Theory]
    [CombinatorialStates]
    public async Task Moves_are_those_of_the_table_and_staying_is_none(ImportState from, ImportState to)
    {
        var progress = SampleProgress.New() with { State = from };
        await _store.CreateAsync(progress, Token);
        var legal = from == to || ImportStates.TransitionsFrom(from).Contains(to);

        var moved = await _store.TransitionAsync(progress.BatchId, to, new ProgressChange { Rows = 7, HasWorkbook = false }, Token);

        Assert.Equal(legal, moved);
        var found = await _store.FindAsync(progress.BatchId, Token);
        Assert.Equal(legal ? (to, 7) : (from, null), (found!.State, found.Rows));
    }

    [Fact]
    public async Task An_import_nothing_is_known_of_does_not_move_and_is_not_created_by_it()
    {
        var id = SampleProgress.New().BatchId;

        Assert.False(await _store.TransitionAsync(id, ImportState.Staging, ProgressChange.None, Token));
        Assert.Null(await _store.FindAsync(id, Token));
        Assert.False(await redis.Connection.GetDatabase().KeyExistsAsync($"{{{id}}}:import"));
    }

    [Fact]
    public async Task Authoritative_counts_replace_the_running_ones()
    {
        var progress = SampleProgress.New() with { State = ImportState.Processing };
        await _store.CreateAsync(progress, Token);
        await _store.WriteAsync(progress.BatchId, progress.ExpiresAt, 0, [RowResult.Success(0)], Token);

        await _store.TransitionAsync(progress.BatchId, ImportState.Composing, new ProgressChange { Succeeded = 9, Failed = 2 }, Token);

        var found = await _store.FindAsync(progress.BatchId, Token);
        Assert.Equal((9, 2, 11), (found!.Succeeded, found.Failed, found.Processed));
    }

    [Fact]
    public async Task The_list_has_the_newest_first_in_pages_without_the_expired()
    {
        using var own = new RedisServer();
        var store = new RedisResultStore(own.Connection, TimeProvider.System);
        ImportProgress[] imports = [.. Enumerable.Range(0, 5).Select(index => SampleProgress.New(TimeSpan.FromMinutes(10 * index)))];
        var expired = SampleProgress.New(TimeSpan.FromHours(2));
        foreach (var import in imports.Reverse().Prepend(expired))
        {
            await store.CreateAsync(import, Token);
        }

        Assert.Equal(imports, await store.ListAsync(ImportFilter.All, 0, 10, Token));
        Assert.Equal([imports[1], imports[2]], await store.ListAsync(ImportFilter.All, 1, 2, Token));
        Assert.Empty(await store.ListAsync(ImportFilter.All, 5, 10, Token));
        Assert.Empty(await store.ListAsync(ImportFilter.All, 0, 0, Token));
        Assert.Equal(5, await own.Connection.GetDatabase().SortedSetLengthAsync("imports"));
        Assert.InRange((await own.Connection.GetDatabase().KeyTimeToLiveAsync("imports"))!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
    }
}
