using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Targets.RateLimits;
using Microsoft.Extensions.Logging;
using Polly.Timeout;

namespace BatchImport.Targets;

/// <summary>
/// Sends one valid row to its target and returns its outcome. A fault of the target is an error of that row, never of its page:
/// transient faults are retried, others become the row's error. Only a target that accepts no rows at all affects the slice.
/// </summary>
internal sealed partial class RowSender(TimeProvider time, TargetRateLimiters gates, ILogger<RowSender> logger)
{
    private readonly ILogger<RowSender> _logger = logger;

    /// <summary>The route to a target with a definition's limits.</summary>
    public RowRoute RouteTo(IRowTarget target, TargetDefinition definition) => new(target, definition, gates.For(target, definition), time);

    /// <param name="route">The route to the target.</param>
    /// <param name="index">The row's index in its page.</param>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">The host stops: the row is processed later.</param>
    /// <exception cref="TargetUnavailableException">The target accepts no rows at present: the row has no result yet.</exception>
    public async ValueTask<RowResult> SendAsync(RowRoute route, int index, RowDelivery row, CancellationToken cancellationToken)
    {
        try
        {
            return RowResult.Success(index, await route.SendAsync(row, cancellationToken));
        }
        catch (RowRefusedException ex)
        {
            return Error(index, ex.Message);
        }
        catch (TransientRowException ex)
        {
            return Error(index, TargetFailures.Describe(ex, route.Definition));
        }
        catch (TimeoutRejectedException)
        {
            return Error(index, TargetFailures.DescribeTimeout(route));
        }
        catch (Exception ex) when (TargetFailures.IsUnexpected(ex, cancellationToken))
        {
            LogTargetFault(route.Target.Name, row.BatchId, row.Number, ex.GetType().FullName);
            return Error(index, TargetFailures.DescribeUnexpected(route.Target, ex));
        }
    }

    private static RowResult Error(int index, string message) => RowResult.Error(index, new RowError(null, message));

    [LoggerMessage(1201, LogLevel.Error, "Target {Target} failed on row {Row} of import {BatchId} with {ExceptionType}")]
    private partial void LogTargetFault(string target, string batchId, int row, string? exceptionType);
}
