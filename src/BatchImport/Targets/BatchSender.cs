using BatchImport.Common;
using Microsoft.Extensions.Logging;
using Polly.Timeout;

namespace BatchImport.Targets;

/// <summary>
/// Sends valid rows to a target that takes batches. A batch with a row that the target refuses is sent again in halves, down to single rows, so that only
/// wrong rows become errors. Rows of a target that does not answer are left for later.
/// </summary>
internal sealed partial class BatchSender(ILogger<BatchSender> logger)
{
    private readonly ILogger<BatchSender> _logger = logger;

    /// <summary>Sends rows.</summary>
    /// <param name="route">The target, which takes batches.</param>
    /// <param name="rows">The rows of one import.</param>
    /// <param name="cancellationToken">The host stops: the rows are left for another time.</param>
    /// <returns>The outcome of each row, in the order of <paramref name="rows"/>.</returns>
    /// <exception cref="TargetUnavailableException">The target takes no rows for now: the rows have no result yet.</exception>
    public async Task<IReadOnlyList<RowReceipt>> SendAsync(RowRoute route, IReadOnlyList<RowDelivery> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        try
        {
            var receipts = await route.SendAsync(rows, cancellationToken);
            return receipts.Count == rows.Count ? receipts : throw new InvalidOperationException("The target did not return one outcome per row.");
        }
        catch (Exception ex) when (rows.Count > 1 && ex is RowRefusedException or TransientRowException { IsOutage: false })
        {
            var half = rows.Count / 2;
            var first = await SendAsync(route, [.. rows.Take(half)], cancellationToken);
            var second = await SendAsync(route, [.. rows.Skip(half)], cancellationToken);
            return [.. first, .. second];
        }
        catch (RowRefusedException ex)
        {
            return [Refused(ex.Message)];
        }
        catch (TransientRowException ex) when (!ex.IsOutage)
        {
            return [Refused(TargetFailures.Describe(ex, route.Definition))];
        }
        catch (TransientRowException ex)
        {
            throw route.Unavailable(ex.Detail ?? "no answer", ex);
        }
        catch (TimeoutRejectedException ex)
        {
            throw route.Unavailable(FormattableString.Invariant($"no answer within {route.Definition.Timeout.TotalSeconds:0.##} s"), ex);
        }
        catch (Exception ex) when (TargetFailures.IsUnexpected(ex, cancellationToken))
        {
            LogTargetFault(route.Target.Name, rows[0].BatchId, rows[0].Number, rows.Count, ex.GetType().FullName);
            return [.. rows.Select(_ => Refused(TargetFailures.DescribeUnexpected(route.Target, ex)))];
        }
    }

    private static RowReceipt Refused(string message) => RowReceipt.Refused(new RowError(null, message));

    [LoggerMessage(1204, LogLevel.Error, "Target {Target} failed on {Count} rows from row {Row} of import {BatchId} with {ExceptionType}")]
    private partial void LogTargetFault(string target, string batchId, int row, int count, string? exceptionType);
}
