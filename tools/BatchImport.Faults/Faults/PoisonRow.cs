using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>One row crashes the host each time it is processed. The host is restarted each time, as by a service manager.</summary>
internal sealed class PoisonRow : IFault
{
    // Two crashes before the rows are suspected, and two at the row itself: see Import:RowCrashes.
    private const int MostCrashes = 4;

    public string Name => "poison-row";

    public string Description => "a row that crashes the host each time; the host is restarted each time, and the row becomes an error";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random, [RowKind.Crash]), cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var restarting = RestartAsync(fixture, stop.Token);
        var completing = fixture.Imports.CompleteAsync(import, cancellationToken);
        try
        {
            // A host that is not restarted would only be noticed because the import does not end.
            await await Task.WhenAny(completing, restarting);
        }
        finally
        {
            await stop.CancelAsync();
        }

        var outcome = await completing;
        var crashes = await restarting;
        return crashes is > 0 and <= MostCrashes ? outcome : outcome with { Problem = $"the host crashed {crashes} times; {outcome.Problem}" };
    }

    private static async Task<int> RestartAsync(FaultFixture fixture, CancellationToken cancellationToken)
    {
        var crashes = 0;
        while (true)
        {
            try
            {
                await fixture.Host.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return crashes;
            }
            catch (TimeoutException)
            {
                // The host still runs.
                continue;
            }

            crashes++;
            try
            {
                await fixture.ReturnAsync(CancellationToken.None);
            }
            catch (InvalidOperationException) when (crashes < MostCrashes)
            {
                // The row was processed, and crashed the host, before the host served: the next loop counts it.
            }
        }
    }
}
