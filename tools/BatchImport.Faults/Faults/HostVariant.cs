using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Something fails inside the host all the time.</summary>
/// <param name="name">The fault's name.</param>
/// <param name="setting">The host's setting that enables it.</param>
/// <param name="description">What happens.</param>
internal sealed class HostVariant(string name, string setting, string description) : IFault
{
    public string Name => name;

    public string Description => description;

    public IReadOnlyDictionary<string, string> HostSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { [setting] = "true" };

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        return await fixture.Imports.CompleteAsync(import, cancellationToken);
    }
}
