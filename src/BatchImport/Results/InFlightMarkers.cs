using System.Globalization;
using BatchImport.Telemetry;
using StackExchange.Redis;

namespace BatchImport.Results;

/// <summary>
/// Marks what is being processed, in Redis: a mark is set when processing begins and removed when it ends, successfully or not. A mark that
/// exists at the beginning was left by a process that crashed in between. This detects a row that crashes the process on any
/// host: Durable Functions itself would repeat its activity forever.
/// </summary>
internal sealed class InFlightMarkers(IConnectionMultiplexer connection)
{
    /// <summary>Marks rows as begun.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="expiresAt">When the mark expires.</param>
    /// <param name="page">The page's index.</param>
    /// <param name="first">The first row's index in the page.</param>
    /// <param name="count">The number of rows; marks of different counts are independent.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How often they were begun before without an end.</returns>
    public async Task<int> BeginAsync(string batchId, DateTimeOffset expiresAt, int page, int first, int count, CancellationToken cancellationToken)
    {
        var both = connection.GetDatabase().CreateTransaction();
        var begun = both.HashIncrementAsync(RedisKeys.Crashes(batchId), Field(page, first, count));
        _ = both.KeyExpireAsync(RedisKeys.Crashes(batchId), expiresAt.UtcDateTime);
        await both.ExecuteAsync().TimedAsync("begin", cancellationToken);
        return (int)await begun - 1;
    }

    /// <summary>Removes the mark without waiting: a mark that remains by mistake only makes the next attempt careful.</summary>
    public void End(string batchId, int page, int first, int count) =>
        connection.GetDatabase().HashDelete(RedisKeys.Crashes(batchId), Field(page, first, count), CommandFlags.FireAndForget);

    private static RedisValue Field(int page, int first, int count) => string.Create(CultureInfo.InvariantCulture, $"{page}:{first}:{count}");
}
