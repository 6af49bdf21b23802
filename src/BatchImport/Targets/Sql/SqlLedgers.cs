using BatchImport.Common;
using Microsoft.Extensions.Logging;

namespace BatchImport.Targets.Sql;

/// <summary>The ledgers of all databases that rows are written to.</summary>
internal sealed partial class SqlLedgers(SqlConnections connections, ILogger<SqlLedgers> logger)
{
    // One database that does not answer must not hold up the others.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ILogger<SqlLedgers> _logger = logger;

    /// <summary>Deletes what they recorded before a time. A database that cannot be reached, or has no ledger, is cleaned another time.</summary>
    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        foreach (var name in connections.Names)
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            ends.CancelAfter(Patience);
            try
            {
                var database = connections.Open(name);
                if (await database.HasLedgerAsync(ends.Token))
                {
                    LogForgotten(await database.ForgetAsync(before, ends.Token), name);
                }
            }
            catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(name, ex is RejectedException ? "the setting is invalid" : ex.GetType().Name);
            }
        }
    }

    [LoggerMessage(1205, LogLevel.Information, "{Count} entries of expired imports are deleted from the ledger of the connection {Connection}")]
    private partial void LogForgotten(int count, string connection);

    [LoggerMessage(1206, LogLevel.Warning, "The ledger of the connection {Connection} could not be cleaned and is tried again later: {Cause}")]
    private partial void LogFailed(string connection, string cause);
}
