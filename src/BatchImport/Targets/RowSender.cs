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
        var (target, definition) = (route.Target, route.Definition);
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
            return Error(index, ex.Message + Tried(definition));
        }
        catch (TimeoutRejectedException)
        {
            return Error(index, $"target '{target.Name}' did not answer within {definition.Timeout.TotalSeconds:0.##} s{Tried(definition)}");
        }
        catch (Exception bug) when (bug is not TargetUnavailableException && (bug is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
        {
            // The message of an unknown exception may contain the row's values: only its type is returned and logged.
            LogTargetFault(target.Name, row.BatchId, row.Number, bug.GetType().FullName);
            return Error(index, $"target '{target.Name}' failed unexpectedly ({bug.GetType().Name})");
        }
    }

    private static string Tried(TargetDefinition definition) => definition.Attempts == 1 ? "" : $" (tried {definition.Attempts} times)";

    private static RowResult Error(int index, string message) => RowResult.Error(index, new RowError(null, message));

    [LoggerMessage(1201, LogLevel.Error, "Target {Target} failed on row {Row} of import {BatchId} with {ExceptionType}")]
    private partial void LogTargetFault(string target, string batchId, int row, string? exceptionType);
}
