using System.Globalization;
using BatchImport.Telemetry;
using StackExchange.Redis;

namespace BatchImport.Results;

/// <summary>
/// What is being processed, in Redis: a mark is set when something begins and taken away when it ends, well or badly. A mark that is found
/// at the beginning was left by a process that went down in between. This is how a row that takes the process down with it is found on any
/// host: Durable Functions itself would run its activity again for ever.
/// </summary>
internal sealed class InFlightMarkers(IConnectionMultiplexer connection)
{
    /// <summary>Marks some rows as begun.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="expiresAt">When the mark is forgotten.</param>
    /// <param name="page">The page's index.</param>
    /// <param name="first">The first row's index in the page.</param>
    /// <param name="count">How many rows; marks of different counts do not meet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How often they were begun before and did not end.</returns>
    public async Task<int> BeginAsync(string batchId, DateTimeOffset expiresAt, int page, int first, int count, CancellationToken cancellationToken)
    {
        var both = connection.GetDatabase().CreateTransaction();
        var begun = both.HashIncrementAsync(RedisKeys.Crashes(batchId), Field(page, first, count));
        _ = both.KeyExpireAsync(RedisKeys.Crashes(batchId), expiresAt.UtcDateTime);
        await both.ExecuteAsync().TimedAsync("begin", cancellationToken);
        return (int)await begun - 1;
    }

    /// <summary>Takes the mark away. Nobody waits: a mark that stays by mistake makes the next try careful, no more.</summary>
    public void End(string batchId, int page, int first, int count) =>
        connection.GetDatabase().HashDelete(RedisKeys.Crashes(batchId), Field(page, first, count), CommandFlags.FireAndForget);

    private static RedisValue Field(int page, int first, int count) => string.Create(CultureInfo.InvariantCulture, $"{page}:{first}:{count}");
}
