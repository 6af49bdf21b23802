using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>A file is written as an append blob, piece by piece. It is imported once, when it does not change any more.</summary>
internal sealed class AppendedFile : IFault
{
    private const int Pieces = 8;

    public string Name => "append-blob";

    public string Description => "a file appended in 8 pieces at random moments; it is imported once, complete";

    public IReadOnlyDictionary<string, string> HostSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["Import:SettleTime"] = "00:00:03" };

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        var import = await fixture.Files.AppendAsync(FaultFile.Create(attempt.Rows, attempt.Random), Pieces, attempt.Random, cancellationToken);
        var outcome = await fixture.Imports.CompleteAsync(import, cancellationToken);

        // Versions in between would be separate imports.
        var count = await fixture.Imports.CountAsync(import.Blob, cancellationToken);
        return count == 1 ? outcome : outcome with { Problem = $"the file was imported {count} times; {outcome.Problem}" };
    }
}
