using BatchImport.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Activities;

/// <summary>Notifies the webhooks of an import of its end: at least once.</summary>
/// <param name="imports">The import path.</param>
public sealed class SendWebhooks(IImportSteps imports)
{
    /// <summary>Makes an attempt at each webhook that was not notified yet.</summary>
    /// <returns>The number of webhooks to try again.</returns>
    [Function(nameof(SendWebhooks))]
    public Task<int> RunAsync([ActivityTrigger] WebhookAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return imports.SendWebhooksAsync(attempt.BatchId, attempt.IsLast, cancellationToken);
    }
}
