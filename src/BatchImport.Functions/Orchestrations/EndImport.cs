using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace BatchImport.Functions.Orchestrations;

/// <summary>Ends an import whose orchestration has ended before it, or does not exist any more: the workbook, the mail, the final state.</summary>
public static class EndImport
{
    /// <summary>Ends the import.</summary>
    /// <returns>The state it ended in.</returns>
    [Function(nameof(EndImport))]
    public static Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<EndRun>() ?? throw new InvalidOperationException($"{nameof(EndImport)} was started without its input.");
        return FinalSteps.RunAsync(new ImportStepCalls(context, run.Failure.BatchId, run.Retries), run.Failure.BatchId, run.Failure);
    }
}
