namespace BatchImport.Targets.RateLimits;

/// <summary>What came of a try, as far as the target's health is concerned.</summary>
internal enum PassOutcome
{
    /// <summary>It says nothing about the target.</summary>
    Unknown = 0,

    /// <summary>The target answered: it is there.</summary>
    Answered = 1,

    /// <summary>The target failed as one does that is down.</summary>
    Outage = 2,
}
