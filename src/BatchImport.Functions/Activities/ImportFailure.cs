namespace BatchImport.Functions.Activities;

/// <summary>A run that cannot go on.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="Step">The activity or orchestration that kept failing.</param>
public sealed record ImportFailure(string BatchId, string Step);
