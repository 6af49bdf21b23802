namespace BatchImport.Functions.Orchestrations;

/// <summary>The attempts at a step so far: what decides whether, and when, the next one follows.</summary>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Failures">Attempts in a row that failed for another reason than an outage.</param>
/// <param name="OutageSince">When the outage that lasts was first met, UTC; null when the last attempt met none.</param>
public sealed record StepProgress(int Attempts, int Failures, DateTime? OutageSince)
{
    /// <summary>No attempt yet.</summary>
    public static StepProgress None { get; } = new(0, 0, null);
}
