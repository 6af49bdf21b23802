namespace BatchImport.Faults.Faults;

/// <summary>The host is killed while an import is in one state, and started again.</summary>
/// <param name="name">The name of the fault.</param>
/// <param name="state">The state.</param>
/// <param name="description">What happens.</param>
internal sealed class KillAtState(string name, string state, string description) : IFault
{
    public string Name => name;

    public string Description => description;

    public Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        var interruption = new Interruption(fixture, attempt) { WaitAsync = WaitAsync };
        return interruption.RunAsync(import => interruption.KillHostAsync(import, cancellationToken), cancellationToken);

        async Task WaitAsync(DroppedImport import)
        {
            ImportMark? now;
            do
            {
                // Without a delay: the state lasts some milliseconds. When it was missed, the import is killed where it is.
                now = await fixture.Probe.LookAsync(import.Id);
            }
            while (now is not { IsFinal: true } && now?.State != state);
        }
    }
}
