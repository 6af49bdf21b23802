namespace BatchImport.Functions.Activities;

/// <summary>A run that cannot continue.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="Step">The activity that kept failing, or the cause of the orchestration's end.</param>
/// <param name="Cause">The last failure: an outage, or an exception's type; null when unknown.</param>
public sealed record ImportFailure(string BatchId, string Step, string? Cause = null);
