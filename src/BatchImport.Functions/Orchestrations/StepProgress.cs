namespace BatchImport.Functions.Orchestrations;

/// <summary>The attempts at a step so far, which determine whether, and when, the next one follows.</summary>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Failures">Consecutive attempts that failed for another reason than an outage.</param>
/// <param name="OutageSince">When the current outage was first met, UTC; null when the last attempt met none.</param>
public sealed record StepProgress(int Attempts, int Failures, DateTime? OutageSince)
{
    /// <summary>No attempt yet.</summary>
    public static StepProgress None { get; } = new(0, 0, null);
}
