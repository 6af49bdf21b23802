using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>
/// The course of a fault that interrupts a component: the duration of an import is measured, a file is dropped, the component is interrupted at a
/// moment of its import, the import continues, and its end is compared with the file.
/// </summary>
/// <param name="fixture">The host.</param>
/// <param name="attempt">The try.</param>
internal sealed class Interruption(FaultFixture fixture, FaultTry attempt)
{
    /// <summary>The definition of the file.</summary>
    public string Definition { get; init; } = FaultFile.DefinitionName;

    /// <summary>
    /// True to begin with a new host. A host whose service ends repeatedly waits longer before each restart, which is not the subject of a fault.
    /// </summary>
    public bool OnNewHost { get; init; }

    /// <summary>Waits for the moment of the import; null for the moment of the try.</summary>
    public Func<DroppedImport, Task>? WaitAsync { get; init; }

    /// <summary>Does it once.</summary>
    /// <param name="interrupt">Interrupts the component and restores it. Returns the state of the import when the component was available again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Outcome> RunAsync(Func<DroppedImport, Task<ImportMark?>> interrupt, CancellationToken cancellationToken)
    {
        if (OnNewHost)
        {
            await fixture.RenewAsync(cancellationToken);
        }

        if (WaitAsync is null)
        {
            await fixture.Moments.MeasureAsync(attempt.Rows, always: OnNewHost, cancellationToken);
        }

        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), Definition, cancellationToken);
        await (WaitAsync?.Invoke(import) ?? fixture.Moments.WaitAsync(import, attempt.Moment, cancellationToken));
        var before = await fixture.Probe.LookAsync(import.Id);
        var left = await interrupt(import);
        var recovery = await RecoverAsync(import, before, left, cancellationToken);
        var outcome = await fixture.Imports.CompleteAsync(import, cancellationToken);
        return outcome with { Recovery = recovery, During = ImportMark.Describe(before) };
    }

    /// <summary>Kills the host and restarts it.</summary>
    /// <returns>The state in which the host left the import.</returns>
    public async Task<ImportMark?> KillHostAsync(DroppedImport import, CancellationToken cancellationToken)
    {
        fixture.Host.Kill();
        var left = await fixture.Probe.LookAsync(import.Id);
        await fixture.ReturnAsync(cancellationToken);
        return left;
    }

    /// <summary>Waits until an import moves on from where it was left.</summary>
    /// <param name="import">The import.</param>
    /// <param name="before">Its state before the fault.</param>
    /// <param name="left">Its state when the failed component was available again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The duration of the wait; null when it had ended before the fault.</returns>
    private async Task<TimeSpan?> RecoverAsync(DroppedImport import, ImportMark? before, ImportMark? left, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        if (before is { IsFinal: true })
        {
            return null;
        }

        if (left is { IsFinal: true })
        {
            // The import was faster than the probe.
            return TimeSpan.Zero;
        }

        await fixture.UntilAsync(async () => await fixture.Probe.LookAsync(import.Id) is { } now && now != left, "the import moves on", cancellationToken);
        return TimeProvider.System.GetElapsedTime(began);
    }
}
