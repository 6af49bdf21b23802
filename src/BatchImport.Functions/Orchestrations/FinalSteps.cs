using BatchImport.Functions.Activities;

namespace BatchImport.Functions.Orchestrations;

/// <summary>The steps that end an import: its failure, if it has one, the mail, and the final state.</summary>
internal static class FinalSteps
{
    /// <summary>Ends the import.</summary>
    /// <param name="calls">Calls the steps.</param>
    /// <param name="batchId">The import's id.</param>
    /// <param name="failure">Why it cannot continue; null when it already has its outcome.</param>
    /// <returns>The state it ended in.</returns>
    public static async Task<string> RunAsync(ImportStepCalls calls, string batchId, ImportFailure? failure)
    {
        if (failure is not null)
        {
            // The results stay readable and the owner is informed; the failure itself is in the log.
            await calls.RunUntilItSucceedsAsync<object?>(nameof(FailImport), failure);
        }

        bool mailed;
        try
        {
            mailed = await calls.RunAsync<bool>(nameof(SendResults), batchId);
        }
        catch (StepFailedException)
        {
            // The import has completed nevertheless: the workbook is stored, and the state records that the mail failed.
            mailed = false;
        }

        var state = await calls.RunUntilItSucceedsAsync<string>(nameof(FinishImport), new ImportEnd(batchId, mailed));
        await calls.SendWebhooksAsync();
        return state;
    }
}
