using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Redis loses all data.</summary>
internal sealed class RedisFlush : IFault
{
    public string Name => "redis-flush";

    public string Description => "Redis emptied (FLUSHALL) at a random moment";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        await fixture.Moments.MeasureAsync(attempt.Rows, always: false, cancellationToken);
        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await fixture.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        var before = await fixture.Probe.LookAsync(import.Id);
        await fixture.Probe.FlushAsync();
        return await fixture.Imports.CompleteAsync(import, cancellationToken) with { During = ImportMark.Describe(before) };
    }
}
