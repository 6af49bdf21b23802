using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The host is killed at a random moment of an import, and restarted.</summary>
internal sealed class HostKill : IFault
{
    public string Name => "host-kill";

    public string Description => "SIGKILL of the host at a random moment";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        await fixture.Moments.MeasureAsync(attempt.Rows, cancellationToken);
        var import = await fixture.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await fixture.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        fixture.Host.Kill();
        var before = await fixture.Probe.LookAsync(import.Id);
        await fixture.ReturnAsync(cancellationToken);
        var recovery = await fixture.RecoverAsync(import, before, before, cancellationToken);
        var outcome = await fixture.CompleteAsync(import, cancellationToken);
        return outcome with { Recovery = recovery, During = before?.State ?? "not seen yet" };
    }
}
