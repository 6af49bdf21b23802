using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The host is killed while an import is in one state, and started again.</summary>
/// <param name="name">The name of the fault.</param>
/// <param name="state">The state.</param>
/// <param name="description">What happens.</param>
internal sealed class KillAtState(string name, string state, string description) : IFault
{
    public string Name => name;

    public string Description => description;

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        var import = await fixture.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        ImportMark? before;
        do
        {
            // Without a delay: the state lasts some milliseconds. When it was missed, the import is killed where it is.
            before = await fixture.Probe.LookAsync(import.Id);
        }
        while (before is not { IsFinal: true } && before?.State != state);

        fixture.Host.Kill();
        before = await fixture.Probe.LookAsync(import.Id);
        await fixture.ReturnAsync(cancellationToken);
        var recovery = await fixture.RecoverAsync(import, before, before, cancellationToken);
        return await fixture.CompleteAsync(import, cancellationToken) with { Recovery = recovery, During = before?.State ?? "not seen yet" };
    }
}
