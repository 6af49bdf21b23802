using BatchImport.Results;
using BatchImport.Staging;
using StackExchange.Redis;

namespace BatchImport.Load.Host;

/// <summary>The data that remains after an import, in bytes.</summary>
/// <param name="Redis">The memory of its results, as the server estimates it (MEMORY USAGE); null when it does not.</param>
/// <param name="TaskHub">The task hub's files, of all imports of this host.</param>
internal sealed record StorageUse(long? Redis, long TaskHub)
{
    /// <summary>Measures it.</summary>
    public static async Task<StorageUse> MeasureAsync(LoadedHost host, string batchId, int rows)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(host.RedisConnectionString);
        var pages = Enumerable.Range(0, ((rows - 1) / RowPage.Size) + 1);
        var hub = new DirectoryInfo(host.State.Hub).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        try
        {
            var sizes = await Task.WhenAll(pages.Select(page => redis.GetDatabase().ExecuteAsync("MEMORY", "USAGE", RedisKeys.Page(batchId, page))));
            return new StorageUse(sizes.Sum(size => (long)size), hub);
        }
        catch (RedisServerException)
        {
            return new StorageUse(null, hub);
        }
    }
}
