using System.Collections.Concurrent;
using BatchImport.Common;
using Microsoft.Extensions.Logging;

namespace BatchImport.Pipeline;

/// <summary>
/// Logs why steps fail, at most once a minute per step and cause on this instance, and converts an outage to <see cref="OutageException"/>.
/// Messages of unknown exceptions may contain row values: only their types are logged, from the outermost to the innermost.
/// </summary>
internal sealed partial class StepFailures(TimeProvider time, ILogger<StepFailures> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // There are few steps and causes; the number is bounded nevertheless.
    private const int MostKinds = 1_000;

    private readonly ConcurrentDictionary<(string Step, string Cause), long> _logged = new();

    /// <summary>Logs a failure of a step.</summary>
    /// <returns>The exception to throw in place of <paramref name="fault"/> when a service is unavailable; null for any other failure.</returns>
    public OutageException? Note(string step, string batchId, Exception fault)
    {
        var outage = Outages.Find(fault);
        var cause = outage?.ToString() ?? Types(fault);
        if (IsDue(step, cause))
        {
            if (outage is null)
            {
                LogFailed(step, batchId, cause);
            }
            else
            {
                LogOutage(step, batchId, outage.Service, outage.Detail ?? "no detail");
            }
        }

        return outage is null ? null : fault as OutageException ?? new OutageException(outage, fault);
    }

    private bool IsDue(string step, string cause)
    {
        if (_logged.Count >= MostKinds)
        {
            _logged.Clear();
        }

        var now = time.GetTimestamp();
        var at = _logged.GetOrAdd((step, cause), now);
        return at == now || (time.GetElapsedTime(at, now) >= Interval && _logged.TryUpdate((step, cause), now, at));
    }

    private static string Types(Exception fault)
    {
        var types = new List<string>();
        for (var each = fault; each is not null; each = each.InnerException)
        {
            types.Add(each.GetType().FullName ?? each.GetType().Name);
        }

        return string.Join(" < ", types);
    }

    [LoggerMessage(1611, LogLevel.Warning, "The step {Step} of import {BatchId} failed and is retried: {Cause}")]
    private partial void LogFailed(string step, string batchId, string cause);

    [LoggerMessage(1612, LogLevel.Warning, "The step {Step} of import {BatchId} is retried: {Service} is unavailable ({Detail})")]
    private partial void LogOutage(string step, string batchId, string service, string detail);
}
