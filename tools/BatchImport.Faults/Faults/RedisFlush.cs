using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Redis loses everything.</summary>
internal sealed class RedisFlush : IFault
{
    public string Name => "redis-flush";

    public string Description => "Redis emptied (FLUSHALL) at a random moment";

    public async Task<Outcome> TryAsync(FaultWorld world, FaultTry attempt, CancellationToken cancellationToken)
    {
        await world.Moments.MeasureAsync(attempt.Rows, cancellationToken);
        var import = await world.DropAsync(FaultFile.Of(attempt.Rows, attempt.Random), cancellationToken);
        await world.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        var before = await world.Probe.LookAsync(import.Id);
        await world.Probe.FlushAsync();
        return await world.CompleteAsync(import, cancellationToken) with { During = before?.State ?? "not seen yet" };
    }
}
