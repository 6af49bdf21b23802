namespace BatchImport.Faults.Faults;

/// <summary>A failure during an import.</summary>
internal interface IFault
{
    /// <summary>The name on the command line and in the table.</summary>
    string Name { get; }

    /// <summary>The effect, for the table.</summary>
    string Description { get; }

    /// <summary>True where this system supports it.</summary>
    bool IsPossible => true;

    /// <summary>The host's settings for it; <c>:</c> separates section and key.</summary>
    IReadOnlyDictionary<string, string> HostSettings => FaultFixture.UsualSettings;

    /// <summary>Causes it once and waits for the end of the affected import.</summary>
    Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken);
}
