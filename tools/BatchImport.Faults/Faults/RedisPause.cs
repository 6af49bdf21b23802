using BatchImport.Faults.Host;
using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Redis does not answer for a while.</summary>
internal sealed class RedisPause : IFault
{
    public string Name => "redis-pause";

    public string Description => "Redis halted (SIGSTOP) at a random moment, for 30 s by default";

    public bool IsPossible => !OperatingSystem.IsWindows();

    public async Task<Outcome> TryAsync(FaultWorld world, FaultTry attempt, CancellationToken cancellationToken)
    {
        await world.Moments.MeasureAsync(attempt.Rows, cancellationToken);
        var import = await world.DropAsync(FaultFile.Of(attempt.Rows, attempt.Random), cancellationToken);
        await world.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        var before = await world.Probe.LookAsync(import.Id);
        var redis = world.Services().Redis ?? throw new InvalidOperationException("Redis does not run.");
        Signals.Pause(redis);
        try
        {
            await Task.Delay(attempt.Pause, cancellationToken);
        }
        finally
        {
            Signals.Resume(redis);
        }

        var recovery = await world.RecoverAsync(import, before, await world.Probe.LookAsync(import.Id), cancellationToken);
        return await world.CompleteAsync(import, cancellationToken) with { Recovery = recovery, During = before?.State ?? "not seen yet" };
    }
}
