using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Telemetry;
using StackExchange.Redis;

namespace BatchImport.Results;

/// <summary>
/// Results and progress in Redis 7, standalone or as a cluster, or in a compatible server. Keys: see <see cref="RedisKeys"/>;
/// atomic operations: see <see cref="RedisScripts"/>. Calls throw <see cref="RedisException"/> or <see cref="TimeoutException"/>
/// when Redis is unavailable; all of them may be repeated.
/// </summary>
internal sealed class RedisResultStore : IResultStore
{
    // Imports read in one round trip.
    private const int ListedAtOnce = 100;

    // An import can be missing from the list for other reasons than a loss of all data, for example an eviction.
    private static readonly TimeSpan ListedFor = TimeSpan.FromDays(1);

    private static readonly RedisValue Listing = "0";
    private static readonly RedisValue Listed = "1";

    private readonly IConnectionMultiplexer _connection;
    private readonly TimeProvider _time;
    private readonly ResultWrites _writes;

    public RedisResultStore(IConnectionMultiplexer connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _writes = new ResultWrites(SendAsync);
    }

    public async Task<int> WriteAsync(string batchId, DateTimeOffset expiresAt, int page, IReadOnlyList<RowResult> results, CancellationToken cancellationToken) =>
        results.Count == 0 ? 0 : await _writes.WriteAsync(batchId, new ResultWrite(page, expiresAt, results)).WaitAsync(cancellationToken);

    public async Task<bool[]> ExistAsync(string batchId, int page, int first, int count, CancellationToken cancellationToken)
    {
        var fields = new RedisValue[count];
        for (var index = 0; index < count; index++)
        {
            fields[index] = first + index;
        }

        var values = await Database.HashGetAsync(RedisKeys.Page(batchId, page), fields).TimedAsync("exist", cancellationToken);
        return Array.ConvertAll(values, value => !value.IsNull);
    }

    public async Task<RowResult?[]> ReadPageAsync(string batchId, int page, int rows, CancellationToken cancellationToken)
    {
        var entries = await Database.HashGetAllAsync(RedisKeys.Page(batchId, page)).TimedAsync("read", cancellationToken);
        var results = new RowResult?[rows];
        foreach (var entry in entries)
        {
            var index = (int)entry.Name;
            if ((uint)index < (uint)rows)
            {
                results[index] = RowResultCodec.Decode(index, entry.Value);
            }
        }

        return results;
    }

    public async Task<int[]> CountAsync(string batchId, IReadOnlyList<int> pages, CancellationToken cancellationToken)
    {
        var database = Database;
        var lengths = new Task<long>[pages.Count];
        for (var index = 0; index < lengths.Length; index++)
        {
            lengths[index] = database.HashLengthAsync(RedisKeys.Page(batchId, pages[index]));
        }

        return Array.ConvertAll(await Task.WhenAll(lengths).TimedAsync("count", cancellationToken), length => (int)length);
    }

    public async Task CreateAsync(ImportProgress progress, CancellationToken cancellationToken)
    {
        var expiry = progress.ExpiresAt.ToUnixTimeMilliseconds();
        var fields = new List<RedisValue>(33) { expiry };
        ImportFields.Add(fields, progress);
        await RunAsync("create", RedisScripts.Create, [RedisKeys.Import(progress.BatchId)], [.. fields], cancellationToken);

        // The list is in another cluster slot, hence a separate call; after a crash in between, the next call for this import adds the entry.
        var received = progress.ReceivedAt.ToUnixTimeMilliseconds();
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        await RunAsync("enlist", RedisScripts.Enlist, [RedisKeys.Imports], [progress.BatchId, received, expiry, now, now - (expiry - received)], cancellationToken);
    }

    public Task<bool> TransitionAsync(string batchId, ImportState state, ProgressChange change, CancellationToken cancellationToken) =>
        TransitionAsync(batchId, ImportStates.TransitionsTo(state), state, change, cancellationToken);

    public async Task<bool> TransitionAsync(
        string batchId, IReadOnlyList<ImportState> from, ImportState state, ProgressChange change, CancellationToken cancellationToken)
    {
        var arguments = new List<RedisValue>(32) { state.ToString(), from.Count };
        foreach (var origin in from)
        {
            arguments.Add(origin.ToString());
        }

        ImportFields.Add(arguments, change);
        return await RunAsync("transition", RedisScripts.Transition, [RedisKeys.Import(batchId)], [.. arguments], cancellationToken) == 1;
    }

    public async Task<ImportProgress?> FindAsync(string batchId, CancellationToken cancellationToken) =>
        ImportFields.Read(batchId, await Database.HashGetAllAsync(RedisKeys.Import(batchId)).TimedAsync("find", cancellationToken));

    public Task RemoveAsync(string batchId, CancellationToken cancellationToken)
    {
        var database = Database;
        return Task.WhenAll(database.KeyDeleteAsync(RedisKeys.Import(batchId)), database.SortedSetRemoveAsync(RedisKeys.Imports, batchId)).WaitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<FoundError>> ReadErrorsAsync(string batchId, long after, int take, CancellationToken cancellationToken)
    {
        var database = Database;
        var places = await database.SortedSetRangeByScoreWithScoresAsync(
            RedisKeys.Errors(batchId), after, double.PositiveInfinity, Exclude.Start, Order.Ascending, 0, take).TimedAsync("errors", cancellationToken);
        var found = new FoundError[places.Length];
        var reads = places.Select((place, at) => (Row: (long)place.Element, At: at)).GroupBy(each => (int)(each.Row / RowPage.Size)).Select(async page =>
        {
            var rows = page.ToArray();
            var values = await database.HashGetAsync(RedisKeys.Page(batchId, page.Key), Array.ConvertAll(rows, each => (RedisValue)(each.Row % RowPage.Size)));
            for (var index = 0; index < rows.Length; index++)
            {
                var (row, at) = rows[index];
                var result = values[index].IsNull ? null : RowResultCodec.Decode((int)(row % RowPage.Size), values[index]);
                found[at] = new FoundError((long)places[at].Score, page.Key, result);
            }
        });
        await Task.WhenAll(reads).WaitAsync(cancellationToken);
        return found;
    }

    public async Task<IReadOnlyList<ImportProgress>> ListAsync(ImportFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        var imports = new List<ImportProgress>();
        var database = Database;
        var latest = filter.To?.ToUnixTimeMilliseconds() ?? double.PositiveInfinity;
        var earliest = filter.From?.ToUnixTimeMilliseconds() ?? double.NegativeInfinity;
        for (var looked = 0; imports.Count < take; looked += ListedAtOnce)
        {
            var ids = await database.SortedSetRangeByScoreAsync(
                RedisKeys.Imports, earliest, latest, Exclude.None, Order.Descending, looked, ListedAtOnce).TimedAsync("list", cancellationToken);
            var hashes = await Task.WhenAll(Array.ConvertAll(ids, id => database.HashGetAllAsync(RedisKeys.Import(id.ToString())))).TimedAsync("find", cancellationToken);
            for (var index = 0; index < ids.Length && imports.Count < take; index++)
            {
                // The hash of an import that expired since the list was last trimmed no longer exists.
                if (ImportFields.Read(ids[index].ToString(), hashes[index]) is { } import && filter.Matches(import) && skip-- <= 0)
                {
                    imports.Add(import);
                }
            }

            if (ids.Length < ListedAtOnce)
            {
                break;
            }
        }

        return imports;
    }

    public async Task<bool> ListsAllAsync(CancellationToken cancellationToken) => await Database.StringGetAsync(RedisKeys.ListsAll).WaitAsync(cancellationToken) == Listed;

    public Task BeginListingAsync(CancellationToken cancellationToken) => Database.StringSetAsync(RedisKeys.ListsAll, Listing, ListedFor).WaitAsync(cancellationToken);

    public Task EndListingAsync(CancellationToken cancellationToken) =>
        Database.StringSetAsync(RedisKeys.ListsAll, Listed, ListedFor, When.Exists).WaitAsync(cancellationToken);

    private IDatabase Database => _connection.GetDatabase();

    private async Task<int[]> SendAsync(string batchId, IReadOnlyList<ResultWrite> writes)
    {
        var pages = writes.Select((write, index) => (write, index)).GroupBy(each => each.write.Page).ToArray();
        var keys = new List<RedisKey>(2 + pages.Length) { RedisKeys.Import(batchId), RedisKeys.Errors(batchId) };
        var arguments = new List<RedisValue>(1 + (2 * pages.Length) + (2 * writes.Sum(write => write.Results.Count))) { writes[0].ExpiresAt.ToUnixTimeMilliseconds() };
        foreach (var page in pages)
        {
            keys.Add(RedisKeys.Page(batchId, page.Key));
            arguments.Add((long)page.Key * RowPage.Size);
            arguments.Add(page.Sum(each => each.write.Results.Count));
            foreach (var result in page.SelectMany(each => each.write.Results))
            {
                arguments.Add(result.Index);
                arguments.Add(RowResultCodec.Encode(result));
            }
        }

        var first = (string[])(await Database.ScriptEvaluateAsync(RedisScripts.Write, [.. keys], [.. arguments]).TimedAsync("write", CancellationToken.None))!;
        var written = new int[writes.Count];
        for (var page = 0; page < pages.Length; page++)
        {
            var flags = first[page].AsSpan();
            foreach (var (write, index) in pages[page])
            {
                written[index] = flags[..write.Results.Count].Count('1');
                flags = flags[write.Results.Count..];
            }
        }

        return written;
    }

    // StackExchange.Redis sends EVALSHA, and the script's text only to a server that does not have it (yet, or after a restart).
    private async Task<int> RunAsync(string operation, string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        (int)await Database.ScriptEvaluateAsync(script, keys, arguments).TimedAsync(operation, cancellationToken);
}
