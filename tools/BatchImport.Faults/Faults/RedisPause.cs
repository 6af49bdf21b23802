using BatchImport.Faults.Host;

namespace BatchImport.Faults.Faults;

/// <summary>Redis does not answer temporarily.</summary>
internal sealed class RedisPause : IFault
{
    public string Name => "redis-pause";

    public string Description => "Redis halted (SIGSTOP) at a random moment, for 30 s by default";

    public bool IsPossible => !OperatingSystem.IsWindows();

    public Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        return new Interruption(fixture, attempt).RunAsync(PauseAsync, cancellationToken);

        async Task<ImportMark?> PauseAsync(DroppedImport import)
        {
            var redis = fixture.Services().Redis ?? throw new InvalidOperationException("Redis does not run.");
            Signals.Pause(redis);
            try
            {
                await Task.Delay(attempt.Pause, cancellationToken);
            }
            finally
            {
                Signals.Resume(redis);
            }

            return await fixture.Probe.LookAsync(import.Id);
        }
    }
}
