using BatchImport.Faults.Host;

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

    public Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        return new Interruption(fixture, attempt) { OnNewHost = true }.RunAsync(KillAsync, cancellationToken);

        async Task<ImportMark?> KillAsync(DroppedImport import)
        {
            var services = fixture.Services();
            var (azurites, redises) = (fixture.Said(AzuriteIsBack), fixture.Said(RedisIsBack));
            await Task.WhenAll(Kill(azurite, services.Azurite), Kill(redis, services.Redis));
            await fixture.UntilAsync(
                () => Task.FromResult((!azurite || fixture.Said(AzuriteIsBack) > azurites) && (!redis || fixture.Said(RedisIsBack) > redises)),
                "the host restarts the service",
                cancellationToken);
            return await fixture.Probe.LookAsync(import.Id);
        }

        static Task Kill(bool isMeant, int? id) => isMeant && id is { } running ? Signals.KillAsync(running) : Task.CompletedTask;
    }
}
