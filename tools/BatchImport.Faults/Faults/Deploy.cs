using System.Globalization;
using System.Runtime.InteropServices;

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
        var exitCode = 0;
        var took = TimeSpan.Zero;
        var outcome = await new Interruption(fixture, attempt).RunAsync(StopAsync, cancellationToken);
        return took <= Grace && exitCode == 0
            ? outcome
            : outcome with { Problem = string.Create(CultureInfo.InvariantCulture, $"the host took {took.TotalSeconds:0.0} s to stop and ended with {exitCode}; {outcome.Problem}") };

        async Task<ImportMark?> StopAsync(DroppedImport import)
        {
            var signalled = TimeProvider.System.GetTimestamp();
            fixture.Host.Signal(PosixSignal.SIGTERM);
            exitCode = await fixture.Host.WaitForExitAsync(cancellationToken);
            took = TimeProvider.System.GetElapsedTime(signalled);
            var stopped = await fixture.Probe.LookAsync(import.Id);
            await fixture.ReturnAsync(cancellationToken);
            return await fixture.Probe.LookAsync(import.Id) ?? stopped;
        }
    }
}
