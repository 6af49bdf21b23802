using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Webhooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.Pipeline;

/// <summary>Notifies the webhooks of an import of its end: at least once, with the same id each time.</summary>
internal sealed partial class WebhookNotifier(
    ImportDocuments documents, IDefinitionCatalog catalog, WebhookPlan plan, WebhookSender sender, ProgressTracker progress, IImportPaths paths,
    IOptions<WebhookOptions> options, ILogger<WebhookNotifier> logger)
{
    private readonly ILogger<WebhookNotifier> _logger = logger;

    /// <summary>Records the webhooks that are to be notified, once.</summary>
    /// <param name="summary">The end of the import.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Their states; null when there are none.</returns>
    public async Task<IReadOnlyList<WebhookResult>?> PlanAsync(ImportSummary summary, CancellationToken cancellationToken)
    {
        var batchId = summary.Request.BatchId;
        var deliveries = plan.For(summary.State, await DefinitionAsync(summary, cancellationToken));
        if (deliveries.Count == 0)
        {
            return null;
        }

        // A repeated step keeps what the first one planned, and what was delivered since.
        if (await documents.FindWebhooksAsync(batchId, cancellationToken) is { } planned)
        {
            return Results(planned);
        }

        var webhooks = new ImportWebhooks(deliveries);
        await documents.SaveAsync(batchId, webhooks, cancellationToken);
        return Results(webhooks);
    }

    /// <summary>Makes an attempt at each webhook that was not notified yet.</summary>
    /// <param name="batchId">The import.</param>
    /// <param name="isLast">True when no further attempt follows.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of webhooks to try again.</returns>
    public async Task<int> SendAsync(string batchId, bool isLast, CancellationToken cancellationToken)
    {
        // The progress is read first: most imports have no webhooks, and then no blob is read.
        if ((await progress.FindAsync(batchId, cancellationToken))?.Webhooks is not { Count: > 0 }
            || await documents.FindWebhooksAsync(batchId, cancellationToken) is not { } webhooks
            || webhooks.Deliveries.All(static delivery => delivery.Result.State != WebhookState.Pending)
            || await documents.FindSummaryAsync(batchId, cancellationToken) is not { } summary)
        {
            return 0;
        }

        webhooks = new(await Task.WhenAll(webhooks.Deliveries.Select(delivery => TryAsync(summary, delivery, isLast, cancellationToken))));
        await documents.SaveAsync(batchId, webhooks, cancellationToken);

        // The state does not change: only the marks are new.
        await progress.TransitionAsync(batchId, summary.State, new ProgressChange { Webhooks = Results(webhooks) }, cancellationToken);
        return webhooks.Deliveries.Count(static delivery => delivery.Result.State == WebhookState.Pending);
    }

    private static IReadOnlyList<WebhookResult> Results(ImportWebhooks webhooks) => [.. webhooks.Deliveries.Select(static delivery => delivery.Result)];

    private async Task<WebhookDelivery> TryAsync(ImportSummary summary, WebhookDelivery delivery, bool isLast, CancellationToken cancellationToken)
    {
        if (delivery.Result.State != WebhookState.Pending)
        {
            return delivery;
        }

        var batchId = summary.Request.BatchId;
        var name = delivery.Result.Event;
        var result = await sender.SendAsync(delivery, WebhookMessage.IdOf(batchId, name), WebhookMessage.Create(summary, name, options.Value.BaseUrl, paths), cancellationToken);
        result = isLast && result.State == WebhookState.Pending ? result with { State = WebhookState.Failed } : result;
        switch (result.State)
        {
            case WebhookState.Delivered:
                LogDelivered(batchId, result.Host, name, result.Attempts);
                break;
            case WebhookState.Failed:
                LogFailed(batchId, result.Host, name, result.Attempts, result.Detail);
                break;
            default:
                LogPending(batchId, result.Host, name, result.Attempts, result.Detail);
                break;
        }

        return delivery with { Result = result };
    }

    /// <summary>The definition of an import, also of one that was rejected before it was staged.</summary>
    private async Task<ImportDefinition?> DefinitionAsync(ImportSummary summary, CancellationToken cancellationToken)
    {
        if (await documents.FindManifestAsync(summary.Request.BatchId, cancellationToken) is { } manifest)
        {
            return manifest.Definition;
        }

        try
        {
            return summary.Definition is { } name ? await catalog.FindAsync(name, cancellationToken) : null;
        }
        catch (DefinitionException)
        {
            // It was changed, and is why the import was rejected.
            return null;
        }
    }

    [LoggerMessage(1511, LogLevel.Information, "Import {BatchId}: {Host} accepted {Event} at attempt {Attempts}")]
    private partial void LogDelivered(string batchId, string host, string @event, int attempts);

    [LoggerMessage(1512, LogLevel.Warning, "Import {BatchId}: {Host} did not accept {Event} at attempt {Attempts} and is notified again ({Detail})")]
    private partial void LogPending(string batchId, string host, string @event, int attempts, string? detail);

    [LoggerMessage(1513, LogLevel.Error, "Import {BatchId}: {Host} was not notified of {Event} in {Attempts} attempts ({Detail})")]
    private partial void LogFailed(string batchId, string host, string @event, int attempts, string? detail);
}
