using System.Globalization;
using System.Runtime.InteropServices;
using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The host is stopped at a random moment of an import, as by a deployment, and the next one is started.</summary>
internal sealed class Deploy : IFault
{
    // The usual time that hosts get before they are killed.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public string Name => "deploy";

    public string Description => "SIGTERM of the host at a random moment; it ends within 10 s and the next one starts";

    public bool IsPossible => !OperatingSystem.IsWindows();

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        await fixture.Moments.MeasureAsync(attempt.Rows, cancellationToken);
        var import = await fixture.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await fixture.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        var before = await fixture.Probe.LookAsync(import.Id);
        var signalled = TimeProvider.System.GetTimestamp();
        fixture.Host.Signal(PosixSignal.SIGTERM);
        var exitCode = await fixture.Host.WaitForExitAsync(cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(signalled);
        await fixture.ReturnAsync(cancellationToken);
        var recovery = await fixture.RecoverAsync(import, before, await fixture.Probe.LookAsync(import.Id) ?? before, cancellationToken);
        var outcome = await fixture.CompleteAsync(import, cancellationToken) with { Recovery = recovery, During = before?.State ?? "not seen yet" };
        return took <= Grace && exitCode == 0
            ? outcome
            : outcome with { Problem = string.Create(CultureInfo.InvariantCulture, $"the host took {took.TotalSeconds:0.0} s to stop and ended with {exitCode}; {outcome.Problem}") };
    }
}
