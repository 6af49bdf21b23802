using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The host is killed at a random moment of an import, and started again.</summary>
internal sealed class HostKill : IFault
{
    public string Name => "host-kill";

    public string Description => "SIGKILL of the host at a random moment";

    public async Task<Outcome> TryAsync(FaultWorld world, FaultTry attempt, CancellationToken cancellationToken)
    {
        await world.Moments.MeasureAsync(attempt.Rows, cancellationToken);
        var import = await world.DropAsync(FaultFile.Of(attempt.Rows, attempt.Random), cancellationToken);
        await world.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        world.Host.Kill();
        var before = await world.Probe.LookAsync(import.Id);
        await world.ReturnAsync(cancellationToken);
        var recovery = await world.RecoverAsync(import, before, before, cancellationToken);
        var outcome = await world.CompleteAsync(import, cancellationToken);
        return outcome with { Recovery = recovery, During = before?.State ?? "not seen yet" };
    }
}
