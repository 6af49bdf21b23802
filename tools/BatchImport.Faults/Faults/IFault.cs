namespace BatchImport.Faults.Faults;

/// <summary>Something that goes wrong while an import runs.</summary>
internal interface IFault
{
    /// <summary>The name on the command line and in the table.</summary>
    string Name { get; }

    /// <summary>What happens, as the table tells it.</summary>
    string Description { get; }

    /// <summary>True where this system can do it.</summary>
    bool IsPossible => true;

    /// <summary>How the host is set up for it; <c>:</c> between section and key.</summary>
    IReadOnlyDictionary<string, string> HostSettings => FaultFixture.UsualSettings;

    /// <summary>Makes it happen once and waits for the end of what it happened to.</summary>
    Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken);
}
