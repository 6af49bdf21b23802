using System.Globalization;
using StackExchange.Redis;

namespace BatchImport.Results;

/// <summary>
/// The keys of the store. The braces are the hash tag of Redis: all keys of one import share a cluster slot, so that a script may access
/// several of them.
/// </summary>
internal static class RedisKeys
{
    /// <summary>Sorted set of batch ids by the time they were received (Unix milliseconds).</summary>
    public static readonly RedisKey Imports = "imports";

    /// <summary>Whether the sorted set contains every import: 1; 0 while they are added. Lost with it.</summary>
    public static readonly RedisKey ListsAll = "imports:complete";

    /// <summary>Hash: the fields of <see cref="ImportFields"/>.</summary>
    public static RedisKey Import(string batchId) => $"{{{batchId}}}:import";

    /// <summary>Hash: what is being processed, to how often it was begun; fields as <see cref="InFlightMarkers"/> writes them.</summary>
    public static RedisKey Crashes(string batchId) => $"{{{batchId}}}:crashes";

    /// <summary>Sorted set of the rows (page times 1,000 and row index) that became errors, in the order of their results.</summary>
    public static RedisKey Errors(string batchId) => $"{{{batchId}}}:errors";

    /// <summary>Hash: row index in the page to the result as <see cref="RowResultCodec"/> writes it.</summary>
    public static RedisKey Page(string batchId, int page) => string.Create(CultureInfo.InvariantCulture, $"{{{batchId}}}:page:{page}");
}
