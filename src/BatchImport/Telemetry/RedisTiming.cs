using System.Diagnostics;

namespace BatchImport.Telemetry;

/// <summary>Measures the duration of Redis calls.</summary>
internal static class RedisTiming
{
    /// <summary>Awaits a call that was just made, and records its duration. A call without a reply is not recorded.</summary>
    /// <param name="call">The call.</param>
    /// <param name="operation">The operation, as one word.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
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
