using System.Globalization;
using StackExchange.Redis;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// Copies the keys that exist from one Redis-compatible server to another. The server's append-only file only grows, and a checkpoint includes
/// expired values: copying the others is the way to remove expired values from the disk.
/// </summary>
internal static class RedisCompaction
{
    private const int KeysAtOnce = 32;
    private const int KeysAPage = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Copies all keys with their expiry.</summary>
    /// <param name="fromPort">The port of the server with the keys, which has no other clients.</param>
    /// <param name="toPort">The port of an empty server.</param>
    /// <param name="password">The password of both.</param>
    /// <returns>The number of keys.</returns>
    /// <exception cref="NotSupportedException">A key is of a type that cannot be copied.</exception>
    public static async Task<int> CopyAsync(int fromPort, int toPort, string password)
    {
        await using var from = await ConnectAsync(fromPort, password);
        await using var to = await ConnectAsync(toPort, password);
        var (source, target) = (from.GetDatabase(), to.GetDatabase());
        var count = 0;
        await Parallel.ForEachAsync(
            from.GetServers()[0].KeysAsync(pageSize: KeysAPage),
            new ParallelOptions { MaxDegreeOfParallelism = KeysAtOnce },
            async (key, _) =>
            {
                var expiry = await source.KeyExpireTimeAsync(key);
                if (await CopyAsync(source, target, key))
                {
                    Interlocked.Increment(ref count);
                    if (expiry is { } at)
                    {
                        await target.KeyExpireAsync(key, at);
                    }
                }
            });
        return count;
    }

    /// <returns>False for a key that expired meanwhile.</returns>
    private static async Task<bool> CopyAsync(IDatabase source, IDatabase target, RedisKey key)
    {
        var type = await source.KeyTypeAsync(key);
        switch (type)
        {
            case RedisType.None:
                return false;
            case RedisType.String:
                var value = await source.StringGetAsync(key);
                return value.HasValue && await target.StringSetAsync(key, value);
            case RedisType.Hash:
                var fields = await source.HashGetAllAsync(key);
                await target.HashSetAsync(key, fields);
                return fields.Length > 0;
            case RedisType.SortedSet:
                var entries = await source.SortedSetRangeByRankWithScoresAsync(key);
                return await target.SortedSetAddAsync(key, entries) > 0;
            case RedisType.Set:
                return await target.SetAddAsync(key, await source.SetMembersAsync(key)) > 0;
            case RedisType.List:
                return await target.ListRightPushAsync(key, await source.ListRangeAsync(key)) > 0;
            default:
                throw new NotSupportedException($"A key of the type {type} cannot be copied.");
        }
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(int port, string password)
    {
        var options = ConfigurationOptions.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));
        options.Password = password;
        options.AllowAdmin = true;
        options.AsyncTimeout = options.SyncTimeout = (int)Patience.TotalMilliseconds;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }
}
