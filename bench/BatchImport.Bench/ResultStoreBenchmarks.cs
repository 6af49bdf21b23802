using System.Globalization;
using BatchImport.Common;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Testing;
using BenchmarkDotNet.Attributes;
using StackExchange.Redis;

namespace BatchImport.Bench;

/// <summary>Writing one result per row into an in-memory Redis-compatible server in this process; figures are per row.</summary>
public class ResultStoreBenchmarks
{
    private const int Rows = 10 * RowPage.Size;
    private const int SliceRows = 250;
    private const int InFlight = 64;

    private readonly RedisServer _server = new();
    private ConnectionMultiplexer _connection = null!;
    private RedisResultStore _store = null!;
    private int _batch;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _connection = await ConnectionMultiplexer.ConnectAsync(_server.ConnectionString);
        _store = new RedisResultStore(_connection, TimeProvider.System);
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>As for slices of large files: 250 rows per call, 32 calls in flight.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Rows)]
    public Task Slices() => WriteAsync(SliceRows, 32);

    /// <summary>As for rows of small files: one row per call, 64 calls in flight.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public Task Singly() => WriteAsync(1, InFlight);

    /// <summary>The minimum: a plain HSET per row, 64 of them in flight; a second write would replace the first, and nothing is counted.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public async Task PlainHashSet()
    {
        var key = Next();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Rows), new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (row, _) => await _connection.GetDatabase().HashSetAsync(key, row, "1"));
    }

    private async Task WriteAsync(int sliceRows, int inFlight)
    {
        var batch = Next();
        var expires = TimeProvider.System.GetUtcNow().AddMinutes(1);
        await Parallel.ForEachAsync(Enumerable.Range(0, Rows / sliceRows), new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (slice, stop) =>
        {
            var first = slice * sliceRows;
            var results = Enumerable.Range(first % RowPage.Size, sliceRows).Select(index => RowResult.Success(index)).ToArray();
            await _store.WriteAsync(batch, expires, first / RowPage.Size, results, stop);
        });
    }

    private string Next() => (++_batch).ToString("x32", CultureInfo.InvariantCulture);
}
