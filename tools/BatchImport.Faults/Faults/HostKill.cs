namespace BatchImport.Faults.Faults;

/// <summary>The host is killed at a random moment of an import, and restarted.</summary>
internal sealed class HostKill : IFault
{
    public string Name => "host-kill";

    public string Description => "SIGKILL of the host at a random moment";

    public Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        var interruption = new Interruption(fixture, attempt);
        return interruption.RunAsync(import => interruption.KillHostAsync(import, cancellationToken), cancellationToken);
    }
}
