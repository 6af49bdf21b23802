using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace BatchImport.Functions.Orchestrations;

/// <summary>
/// Retries one step of an import for as long as its retries allow. Starts a new history every few attempts, so that no history grows
/// during an outage of a day.
/// </summary>
public static class StepOrchestration
{
    /// <summary>Runs the step.</summary>
    /// <returns>The step's result; null for a step without one.</returns>
    [Function(nameof(StepOrchestration))]
    public static async Task<JsonElement?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<StepRun>() ?? throw new InvalidOperationException($"{nameof(StepOrchestration)} was started without its input.");
        var calls = new ImportStepCalls(context, run.BatchId, run.Retries);
        var (result, progress) = await calls.TryAsync<JsonElement?>(run.Step, run.Input, run.Progress, run.IsEnding);
        if (progress is not null)
        {
            context.ContinueAsNew(run with { Progress = progress });
        }

        return result;
    }
}
