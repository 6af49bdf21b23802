using System.Text.Json;

namespace BatchImport.Functions.Orchestrations;

/// <summary>The input of <see cref="StepOrchestration"/>: one step of an import that has already failed several times.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="Step">The activity.</param>
/// <param name="Input">The activity's input.</param>
/// <param name="Retries">How it is retried.</param>
/// <param name="Progress">The attempts so far.</param>
/// <param name="IsEnding">True for a step that ends the import and so is retried until it succeeds.</param>
public sealed record StepRun(string BatchId, string Step, JsonElement Input, RetrySchedule Retries, StepProgress Progress, bool IsEnding);
