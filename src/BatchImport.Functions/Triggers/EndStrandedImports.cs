using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.Functions.Triggers;

/// <summary>
/// The watchdog: once a minute, ends imports whose orchestration has ended before them or does not exist, and restarts files that their trigger gave up.
/// </summary>
/// <param name="stranded">Ends imports.</param>
/// <param name="poisoned">Starts files again.</param>
public sealed class EndStrandedImports(StrandedImports stranded, PoisonedFiles poisoned)
{
    /// <summary>Looks for both.</summary>
    [Function(nameof(EndStrandedImports))]
    public async Task RunAsync([TimerTrigger("40 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await poisoned.StartAllAsync(client, cancellationToken);
        await stranded.EndAllAsync(client, cancellationToken);
    }
}
