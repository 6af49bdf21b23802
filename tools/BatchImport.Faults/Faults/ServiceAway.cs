using BatchImport.Faults.Host;

namespace BatchImport.Faults.Faults;

/// <summary>A service of the host ends at a random moment of an import and cannot be started again for a long time. The import waits for it.</summary>
/// <param name="name">The name of the fault.</param>
/// <param name="isRedis">True for the Redis-compatible server, false for Azurite.</param>
internal sealed class ServiceAway(string name, bool isRedis) : IFault
{
    public string Name => name;

    public string Description => $"{(isRedis ? "Redis" : "storage")} unavailable from a random moment, for 10 minutes by default; the import waits";

    public Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        return new Interruption(fixture, attempt) { OnNewHost = true }.RunAsync(KeepAwayAsync, cancellationToken);

        async Task<ImportMark?> KeepAwayAsync(DroppedImport import)
        {
            using (await PortHolder.TakeAsync(isRedis ? [fixture.Host.RedisPort] : fixture.Host.AzuritePorts, StopAsync, cancellationToken))
            {
                await Task.Delay(attempt.Absence, cancellationToken);
            }

            return await fixture.Probe.LookAsync(import.Id);
        }

        Task StopAsync()
        {
            var services = fixture.Services();
            return (isRedis ? services.Redis : services.Azurite) is { } running ? Signals.KillAsync(running) : Task.CompletedTask;
        }
    }
}
