namespace BatchImport.Functions.Activities;

/// <summary>A run that is over.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="Mailed">True when the owner was mailed; false when that failed, or nobody is known to mail.</param>
public sealed record ImportEnd(string BatchId, bool Mailed);
