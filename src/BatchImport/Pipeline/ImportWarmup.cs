using Microsoft.Extensions.Hosting;

namespace BatchImport.Pipeline;

/// <summary>Rehearses an import while the host starts, beside everything else it does then.</summary>
/// <param name="rehearsal">What is rehearsed.</param>
internal sealed class ImportWarmup(StartupWarmup rehearsal) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rehearsal.RunAsync(stoppingToken);
}
