using BatchImport.Faults.Host;
using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Redis does not answer temporarily.</summary>
internal sealed class RedisPause : IFault
{
    public string Name => "redis-pause";

    public string Description => "Redis halted (SIGSTOP) at a random moment, for 30 s by default";

    public bool IsPossible => !OperatingSystem.IsWindows();

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        await fixture.Moments.MeasureAsync(attempt.Rows, cancellationToken);
        var import = await fixture.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await fixture.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        var before = await fixture.Probe.LookAsync(import.Id);
        var redis = fixture.Services().Redis ?? throw new InvalidOperationException("Redis does not run.");
        Signals.Pause(redis);
        try
        {
            await Task.Delay(attempt.Pause, cancellationToken);
        }
        finally
        {
            Signals.Resume(redis);
        }

        var recovery = await fixture.RecoverAsync(import, before, await fixture.Probe.LookAsync(import.Id), cancellationToken);
        return await fixture.CompleteAsync(import, cancellationToken) with { Recovery = recovery, During = before?.State ?? "not seen yet" };
    }
}
