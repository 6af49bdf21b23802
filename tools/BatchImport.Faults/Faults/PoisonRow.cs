using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>One row takes the host down each time it is processed. Somebody starts the host again each time, as a service manager does.</summary>
internal sealed class PoisonRow : IFault
{
    // Two before the rows are suspected, and two at the row itself: see Import:RowCrashes.
    private const int MostCrashes = 4;

    public string Name => "poison-row";

    public string Description => "a row that crashes the host each time; the host is restarted each time, and the row becomes an error";

    public async Task<Outcome> TryAsync(FaultWorld world, FaultTry attempt, CancellationToken cancellationToken)
    {
        var import = await world.DropAsync(FaultFile.Of(attempt.Rows, attempt.Random, [RowKind.Crash]), cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var restarting = RestartAsync(world, stop.Token);
        Outcome outcome;
        try
        {
            outcome = await world.CompleteAsync(import, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
        }

        var crashes = await restarting;
        return crashes is > 0 and <= MostCrashes ? outcome : outcome with { Problem = $"the host went down {crashes} times; {outcome.Problem}" };
    }

    private static async Task<int> RestartAsync(FaultWorld world, CancellationToken cancellationToken)
    {
        var crashes = 0;
        while (true)
        {
            try
            {
                await world.Host.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return crashes;
            }
            catch (TimeoutException)
            {
                // It is still up.
                continue;
            }

            crashes++;
            await world.ReturnAsync(CancellationToken.None);
        }
    }
}
