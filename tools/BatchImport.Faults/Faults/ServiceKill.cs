using BatchImport.Faults.Host;
using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Services of the host are killed at a random moment of an import. The host restarts them.</summary>
/// <param name="name">The fault's name.</param>
/// <param name="azurite">Whether Azurite is killed.</param>
/// <param name="redis">Whether the Redis-compatible server is killed.</param>
internal sealed class ServiceKill(string name, bool azurite, bool redis) : IFault
{
    // The messages of the host's log.
    private const string AzuriteIsBack = "Azurite answers again";
    private const string RedisIsBack = "The Redis-compatible server answers again";

    public string Name => name;

    public string Description => $"SIGKILL of {(azurite && redis ? "Azurite and Redis" : azurite ? "Azurite" : "Redis")} at a random moment; the host restarts what was killed";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        // A host whose service ends repeatedly waits longer before each restart, which is not the subject of this fault.
        await fixture.RenewAsync(cancellationToken);
        await fixture.Moments.MeasureAsync(attempt.Rows, cancellationToken, always: true);
        var import = await fixture.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await fixture.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        var before = await fixture.Probe.LookAsync(import.Id);
        var services = fixture.Services();
        var (azurites, redises) = (fixture.Said(AzuriteIsBack), fixture.Said(RedisIsBack));
        await Task.WhenAll(Kill(azurite, services.Azurite), Kill(redis, services.Redis));
        await fixture.UntilAsync(
            () => Task.FromResult((!azurite || fixture.Said(AzuriteIsBack) > azurites) && (!redis || fixture.Said(RedisIsBack) > redises)),
            "the host restarts the service",
            cancellationToken);
        var recovery = await fixture.RecoverAsync(import, before, await fixture.Probe.LookAsync(import.Id), cancellationToken);
        return await fixture.CompleteAsync(import, cancellationToken) with { Recovery = recovery, During = before?.State ?? "not seen yet" };

        static Task Kill(bool isMeant, int? id) => isMeant && id is { } running ? Signals.KillAsync(running) : Task.CompletedTask;
    }
}
