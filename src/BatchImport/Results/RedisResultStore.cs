using BatchImport.Imports;
using BatchImport.Telemetry;
using StackExchange.Redis;

namespace BatchImport.Results;

/// <summary>
/// Results and progress in Redis 7, alone or as a cluster, or in a server compatible with it. Keys: see <see cref="RedisKeys"/>;
/// what happens atomically: see <see cref="RedisScripts"/>. Calls throw <see cref="RedisException"/> or <see cref="TimeoutException"/>
/// when Redis does not answer; all of them may be repeated.
/// </summary>
internal sealed class RedisResultStore(IConnectionMultiplexer connection, TimeProvider time) : IResultStore
{
    public async Task<int> WriteAsync(string batchId, DateTimeOffset expiresAt, int page, IReadOnlyList<RowResult> results, CancellationToken cancellationToken)
    {
        if (results.Count == 0)
        {
            return 0;
        }

        var arguments = new RedisValue[1 + (2 * results.Count)];
        arguments[0] = expiresAt.ToUnixTimeMilliseconds();
        for (var index = 0; index < results.Count; index++)
        {
            arguments[1 + (2 * index)] = results[index].Index;
            arguments[2 + (2 * index)] = RowResultCodec.Encode(results[index]);
        }

        return await RunAsync("write", RedisScripts.Write, [RedisKeys.Page(batchId, page), RedisKeys.Import(batchId)], arguments, cancellationToken);
    }

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

        // The list is in another cluster slot, hence a call of its own; a crash in between is mended by the next call for this import.
        var received = progress.ReceivedAt.ToUnixTimeMilliseconds();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await RunAsync("enlist", RedisScripts.Enlist, [RedisKeys.Imports], [progress.BatchId, received, expiry, now, now - (expiry - received)], cancellationToken);
    }

    public async Task<bool> MoveAsync(string batchId, ImportState state, ProgressChange change, CancellationToken cancellationToken)
    {
        var from = ImportStates.MovesTo(state);
        var arguments = new List<RedisValue>(32) { state.ToString(), from.Count };
        foreach (var origin in from)
        {
            arguments.Add(origin.ToString());
        }

        ImportFields.Add(arguments, change);
        return await RunAsync("move", RedisScripts.Move, [RedisKeys.Import(batchId)], [.. arguments], cancellationToken) == 1;
    }

    public async Task<ImportProgress?> FindAsync(string batchId, CancellationToken cancellationToken) =>
        ImportFields.Read(batchId, await Database.HashGetAllAsync(RedisKeys.Import(batchId)).TimedAsync("find", cancellationToken));

    public async Task<IReadOnlyList<ImportProgress>> ListAsync(int skip, int take, CancellationToken cancellationToken)
    {
        if (take <= 0)
        {
            return [];
        }

        var database = Database;
        var ids = await database.SortedSetRangeByRankAsync(RedisKeys.Imports, skip, skip + take - 1L, Order.Descending).TimedAsync("list", cancellationToken);
        var hashes = await Task.WhenAll(Array.ConvertAll(ids, id => database.HashGetAllAsync(RedisKeys.Import(id.ToString())))).TimedAsync("find", cancellationToken);
        var imports = new List<ImportProgress>(ids.Length);
        for (var index = 0; index < ids.Length; index++)
        {
            // One that expired since the list was last trimmed has no hash any more.
            if (ImportFields.Read(ids[index].ToString(), hashes[index]) is { } import)
            {
                imports.Add(import);
            }
        }

        return imports;
    }

    private IDatabase Database => connection.GetDatabase();

    // StackExchange.Redis sends EVALSHA, and the script's text only to a server that does not know it (yet, or again after a restart).
    private async Task<int> RunAsync(string operation, string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken) =>
        (int)await Database.ScriptEvaluateAsync(script, keys, arguments).TimedAsync(operation, cancellationToken);
}
