using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Results;
using BatchImport.Testing;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace BatchImport.Tests.Pipeline;

/// <summary>The service an import waits for: recorded where possible, shown in the progress, and removed when the wait is over.</summary>
[Trait("Speed", "Slow")]
public sealed class ImportWaitTests(AzuriteServer azurite, RedisServer redis)
{
    private static readonly DateTimeOffset Since = new(2026, 11, 25, 14, 2, 3, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("target crm.example.com", "503")]
    [InlineData("mail server", null)]
    public async Task A_wait_is_part_of_the_progress_until_it_is_over(string service, string? detail)
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var request = await fixture.DropAsync("numbers.csv", "No\n1\n", ("owner", "ada@example.com"));
        await fixture.Steps.StageAsync(request.BatchId, Stop);

        await fixture.Steps.NoteWaitAsync(request.BatchId, new ImportWait(service, detail, Since), Stop);
        var waiting = await fixture.Steps.FindAsync(request.BatchId, Stop);
        await fixture.Steps.NoteWaitAsync(request.BatchId, wait: null, Stop);
        var running = await fixture.Steps.FindAsync(request.BatchId, Stop);

        Assert.Equal((ImportState.Processing, new ImportWait(service, detail, Since)), (waiting?.State, waiting?.Waiting));
        Assert.Equal((ImportState.Processing, null), (running?.State, running?.Waiting));
        Assert.Contains(fixture.Log.Lines, line => line.Contains($"waits for {service} since 14:02:03 UTC", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_Redis_is_away_the_documents_show_the_import_and_that_it_waits_for_Redis()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var request = await fixture.DropAsync("numbers.csv", "No\n1\n", ("owner", "ada@example.com"));
        await fixture.Steps.StageAsync(request.BatchId, Stop);
        await using var cut = await ImportFixture.CreateAsync(azurite, redis, services => services.AddSingleton<IResultStore>(_ => new AwayStore()));

        await cut.Steps.NoteWaitAsync(request.BatchId, new ImportWait("Redis", "no answer", Since), Stop);
        var seen = await cut.Steps.FindAsync(request.BatchId, Stop);

        Assert.Equal((ImportState.Processing, "numbers.csv", 1), (seen?.State, seen?.FileName, seen?.Rows));
        Assert.Equal(new ImportWait("Redis", "no answer", Since), seen?.Waiting);
        await Assert.ThrowsAsync<OutageException>(() => cut.Steps.FindAsync(ImportId.For("imports", "unknown.csv", "1"), Stop));
    }

    [Fact]
    public async Task A_step_that_meets_an_outage_hands_it_on_and_logs_it_once_a_minute()
    {
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var request = await fixture.DropAsync("numbers.csv", "No\n1\n2\n3\n", ("owner", "ada@example.com"));
        await fixture.Steps.StageAsync(request.BatchId, Stop);
        await using var cut = await ImportFixture.CreateAsync(azurite, redis, services => services.AddSingleton<IResultStore>(_ => new AwayStore()));

        for (var attempt = 0; attempt < 3; attempt++)
        {
            var fault = await Assert.ThrowsAsync<OutageException>(() => cut.Steps.FindIncompletePagesAsync(request.BatchId, Stop));
            Assert.Equal("Redis: SocketFailure", fault.Message);
        }

        Assert.Single(cut.Log.Lines, line => line.Contains("Redis is unavailable (SocketFailure)", StringComparison.Ordinal));
    }

    /// <summary>A result store whose Redis is unavailable.</summary>
    private sealed class AwayStore : IResultStore
    {
        private static RedisConnectionException Away => new(ConnectionFailureType.SocketFailure, CommandFlags.None, "No connection is active.");

        public Task<int> WriteAsync(string batchId, DateTimeOffset expiresAt, int page, IReadOnlyList<RowResult> results, CancellationToken cancellationToken) => throw Away;

        public Task<bool[]> ExistAsync(string batchId, int page, int first, int count, CancellationToken cancellationToken) => throw Away;

        public Task<RowResult?[]> ReadPageAsync(string batchId, int page, int rows, CancellationToken cancellationToken) => throw Away;

        public Task<int[]> CountAsync(string batchId, IReadOnlyList<int> pages, CancellationToken cancellationToken) => throw Away;

        public Task CreateAsync(ImportProgress progress, CancellationToken cancellationToken) => throw Away;

        public Task<bool> TransitionAsync(string batchId, ImportState state, ProgressChange change, CancellationToken cancellationToken) => throw Away;

        public Task<bool> TransitionAsync(string batchId, IReadOnlyList<ImportState> from, ImportState state, ProgressChange change, CancellationToken cancellationToken) => throw Away;

        public Task RemoveAsync(string batchId, CancellationToken cancellationToken) => throw Away;

        public Task<ImportProgress?> FindAsync(string batchId, CancellationToken cancellationToken) => throw Away;

        public Task<IReadOnlyList<FoundError>> ReadErrorsAsync(string batchId, long after, int take, CancellationToken cancellationToken) => throw Away;

        public Task<IReadOnlyList<ImportProgress>> ListAsync(ImportFilter filter, int skip, int take, CancellationToken cancellationToken) => throw Away;

        public Task<bool> ListsAllAsync(CancellationToken cancellationToken) => throw Away;

        public Task BeginListingAsync(CancellationToken cancellationToken) => throw Away;

        public Task EndListingAsync(CancellationToken cancellationToken) => throw Away;
    }
}
