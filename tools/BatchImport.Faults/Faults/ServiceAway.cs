using BatchImport.Faults.Host;
using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>A service of the host ends at a random moment of an import and cannot be started again for a long time. The import waits for it.</summary>
/// <param name="name">The name of the fault.</param>
/// <param name="isRedis">True for the Redis-compatible server, false for Azurite.</param>
internal sealed class ServiceAway(string name, bool isRedis) : IFault
{
    public string Name => name;

    public string Description => $"{(isRedis ? "Redis" : "storage")} unavailable from a random moment, for 10 minutes by default; the import waits";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        await fixture.RenewAsync(cancellationToken);
        await fixture.Moments.MeasureAsync(attempt.Rows, cancellationToken, always: true);
        var import = await fixture.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await fixture.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        var before = await fixture.Probe.LookAsync(import.Id);
        using (await PortHolder.TakeAsync(isRedis ? [fixture.Host.RedisPort] : fixture.Host.AzuritePorts, StopAsync, cancellationToken))
        {
            await Task.Delay(attempt.Absence, cancellationToken);
        }

        var recovery = await fixture.RecoverAsync(import, before, await fixture.Probe.LookAsync(import.Id), cancellationToken);
        return await fixture.CompleteAsync(import, cancellationToken) with { Recovery = recovery, During = before?.State ?? "not seen yet" };

        Task StopAsync()
        {
            var services = fixture.Services();
            return (isRedis ? services.Redis : services.Azurite) is { } running ? Signals.KillAsync(running) : Task.CompletedTask;
        }
    }
}
