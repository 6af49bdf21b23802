using BatchImport.Faults.Faults;
using BatchImport.Faults.Reports;

namespace BatchImport.Faults;

/// <summary>Tries faults, one after the other, on one host.</summary>
/// <param name="fixture">The host and its services.</param>
/// <param name="seed">Determines everything random.</param>
/// <param name="rows">Rows of each import.</param>
/// <param name="pause">How long what is paused is paused.</param>
/// <param name="absence">How long a service that is away stays away.</param>
/// <param name="onTried">Called after each try.</param>
internal sealed class FaultRun(FaultFixture fixture, int seed, int rows, TimeSpan pause, TimeSpan absence, Action<IFault, FaultTry, Outcome> onTried)
{
    /// <summary>Tries a fault.</summary>
    public async Task<FaultSummary> TryAsync(IFault fault, int times, CancellationToken cancellationToken)
    {
        var outcomes = new List<Outcome>(times);
        for (var number = 1; number <= times; number++)
        {
            var attempt = FaultTry.Create(seed, fault.Name, number, rows, pause, absence);
            var outcome = await TryAsync(fault, attempt, cancellationToken);
            outcomes.Add(outcome);
            onTried(fault, attempt, outcome);
        }

        return new FaultSummary(fault, rows, outcomes);
    }

    private async Task<Outcome> TryAsync(IFault fault, FaultTry attempt, CancellationToken cancellationToken)
    {
        try
        {
            await fixture.UseAsync(fault.HostSettings, cancellationToken);
            return await fault.TryAsync(fixture, attempt, cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            // The next try must not be affected by this one.
            fixture.Doubt();
            return new Outcome { Problem = $"{ex.GetType().Name}: {ex.Message}" };
        }
    }
}
