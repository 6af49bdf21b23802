namespace BatchImport.Functions.Activities;

/// <summary>A run that has ended.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="Mailed">True when the owner was mailed; false when that failed, or no owner is known.</param>
public sealed record ImportEnd(string BatchId, bool Mailed);
