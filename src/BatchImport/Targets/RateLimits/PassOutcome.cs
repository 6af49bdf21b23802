namespace BatchImport.Targets.RateLimits;

/// <summary>The outcome of an attempt, with regard to the target's health.</summary>
internal enum PassOutcome
{
    /// <summary>It does not indicate the target's health.</summary>
    Unknown = 0,

    /// <summary>The target answered: it is available.</summary>
    Answered = 1,

    /// <summary>The target failed in a way that indicates an outage.</summary>
    Outage = 2,
}
