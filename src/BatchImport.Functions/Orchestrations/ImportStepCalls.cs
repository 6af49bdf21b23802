using System.Text.Json;
using BatchImport.Common;
using BatchImport.Functions.Activities;
using Microsoft.DurableTask;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// Calls the steps of an import, and retries them by the kind of failure: a step that meets an outage of a service waits for the service; any
/// other failure gets a few attempts; a step that ends the import is retried until it succeeds. Every step is safe to repeat.
/// </summary>
/// <param name="context">The orchestration.</param>
/// <param name="batchId">The import's id.</param>
/// <param name="retries">How steps are retried.</param>
internal sealed class ImportStepCalls(TaskOrchestrationContext context, string batchId, RetrySchedule retries)
{
    // A history is replayed as a whole: after this number of attempts another orchestration retries, which starts a new history periodically.
    private const int AttemptsInOneHistory = 12;

    private const int WebhookAttempts = 12;

    /// <summary>Runs a step.</summary>
    /// <exception cref="StepFailedException">The retries are used up.</exception>
    public Task<T> RunAsync<T>(string step, object input) => RunAsync<T>(step, input, isEnding: false);

    /// <summary>Runs a step that ends the import, until it succeeds.</summary>
    public Task<T> RunUntilItSucceedsAsync<T>(string step, object input) => RunAsync<T>(step, input, isEnding: true);

    /// <summary>Runs a step in the current history.</summary>
    /// <param name="step">The activity.</param>
    /// <param name="input">Its input.</param>
    /// <param name="progress">The attempts so far.</param>
    /// <param name="isEnding">True to retry until it succeeds.</param>
    /// <returns>The result, and null; or no result, and the attempts so far, when the history has become long enough.</returns>
    /// <exception cref="StepFailedException">The retries are used up.</exception>
    public async Task<(T? Result, StepProgress? Progress)> TryAsync<T>(string step, object input, StepProgress progress, bool isEnding)
    {
        for (var attempt = 0; attempt < AttemptsInOneHistory; attempt++)
        {
            TimeSpan wait;
            try
            {
                var result = await context.CallActivityAsync<T>(step, input);
                if (progress.OutageSince is not null)
                {
                    await NoteAsync(outage: null, since: default);
                }

                return (result, null);
            }
            catch (TaskFailedException ex)
            {
                var outage = StepFailure.OutageOf(ex);
                progress = Next(progress, outage);
                ThrowIfUsedUp(step, ex, progress, isEnding);
                wait = retries.WaitAfter(progress.Attempts, isOutage: isEnding || outage is not null);
                if (outage is not null)
                {
                    await NoteAsync(outage, progress.OutageSince!.Value);
                }
            }

            await context.CreateTimer(wait, CancellationToken.None);
        }

        return (default, progress);
    }

    /// <summary>
    /// Notifies the webhooks of an import that has ended, repeatedly until each of them accepts: with the default schedule 12 times in about two and a half
    /// hours. Nothing depends on it.
    /// </summary>
    public async Task SendWebhooksAsync()
    {
        try
        {
            for (var attempt = 1; attempt <= WebhookAttempts; attempt++)
            {
                if (await RunAsync<int>(nameof(SendWebhooks), new WebhookAttempt(batchId, attempt == WebhookAttempts)) == 0)
                {
                    return;
                }

                await context.CreateTimer(retries.WaitAfterWebhook(attempt), CancellationToken.None);
            }
        }
        catch (StepFailedException)
        {
            // The state of the webhooks shows what was not notified.
        }
    }

    /// <summary>Records the service that the import waits for, or that it waits no longer. The status shows it; nothing depends on it.</summary>
    public async Task NoteAsync(Outage? outage, DateTime since)
    {
        try
        {
            await context.CallActivityAsync(nameof(NoteWait), new ImportWaitNote(batchId, outage?.Service, outage?.Detail, since));
        }
        catch (TaskFailedException)
        {
            // The outage can also prevent this record.
        }
    }

    private async Task<T> RunAsync<T>(string step, object input, bool isEnding)
    {
        var (result, progress) = await TryAsync<T>(step, input, StepProgress.None, isEnding);
        if (progress is null)
        {
            return result!;
        }

        try
        {
            return await context.CallSubOrchestratorAsync<T>(
                nameof(StepOrchestration),
                new StepRun(batchId, step, JsonSerializer.SerializeToElement(input), retries, progress, isEnding),
                new SubOrchestrationOptions(instanceId: $"{batchId}-step-{context.NewGuid():N}"));
        }
        catch (TaskFailedException ex)
        {
            throw new StepFailedException(step, ex.FailureDetails?.ErrorMessage ?? StepFailure.CauseOf(ex), ex);
        }
    }

    private StepProgress Next(StepProgress progress, Outage? outage) => outage is null
        ? new StepProgress(progress.Attempts + 1, progress.Failures + 1, OutageSince: null)
        : new StepProgress(progress.Attempts + 1, 0, progress.OutageSince ?? context.CurrentUtcDateTime);

    private void ThrowIfUsedUp(string step, TaskFailedException failure, StepProgress progress, bool isEnding)
    {
        var isUsedUp = progress.OutageSince is { } since
            ? context.CurrentUtcDateTime - since >= retries.OutagePatience
            : progress.Failures >= retries.Attempts;
        if (isUsedUp && !isEnding)
        {
            throw new StepFailedException(step, StepFailure.CauseOf(failure), failure);
        }
    }
}
