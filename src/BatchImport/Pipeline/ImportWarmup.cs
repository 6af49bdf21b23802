using Microsoft.Extensions.Hosting;

namespace BatchImport.Pipeline;

/// <summary>Runs the warmup while the host starts, concurrently with the rest of the start.</summary>
/// <param name="warmup">The warmup.</param>
internal sealed class ImportWarmup(StartupWarmup warmup) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => warmup.RunAsync(stoppingToken);
}
