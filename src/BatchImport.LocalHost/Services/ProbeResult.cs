namespace BatchImport.LocalHost.Services;

/// <summary>The state of a service as a probe found it.</summary>
internal enum ServiceHealth
{
    /// <summary>It stored a value and returned it.</summary>
    Working,

    /// <summary>It answers, but does not store a value or does not return it.</summary>
    Failing,

    /// <summary>It does not answer: it starts, is suspended, or has ended.</summary>
    Silent,
}

/// <summary>The result of one probe of a service.</summary>
/// <param name="Health">The state.</param>
/// <param name="Reason">What failed, as part of a sentence; empty for a service that works. Never a secret.</param>
internal sealed record ProbeResult(ServiceHealth Health, string Reason)
{
    /// <summary>The service works.</summary>
    public static ProbeResult Working { get; } = new(ServiceHealth.Working, "");

    /// <summary>The service answers and does not work.</summary>
    public static ProbeResult Failing(string reason) => new(ServiceHealth.Failing, reason);

    /// <summary>The service does not answer.</summary>
    public static ProbeResult Silent(string reason) => new(ServiceHealth.Silent, reason);
}
