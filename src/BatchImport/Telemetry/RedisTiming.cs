using System.Diagnostics;

namespace BatchImport.Telemetry;

/// <summary>Times calls of Redis.</summary>
internal static class RedisTiming
{
    /// <summary>Waits for the answer of a call that was just made, and notes how long that took. An answer that does not come is not timed.</summary>
    /// <param name="call">The call.</param>
    /// <param name="operation">What it is, in one word.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<T> TimedAsync<T>(this Task<T> call, string operation, CancellationToken cancellationToken)
    {
        var answer = call.WaitAsync(cancellationToken);
        return ImportMetrics.TimesRedis ? TimeAsync(answer, operation) : answer;
    }

    private static async Task<T> TimeAsync<T>(Task<T> answer, string operation)
    {
        var began = Stopwatch.GetTimestamp();
        var value = await answer;
        ImportMetrics.RedisAnswered(operation, Stopwatch.GetElapsedTime(began));
        return value;
    }
}
