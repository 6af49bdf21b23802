using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The target misbehaves at some rows: these are errors, their neighbours succeed.</summary>
/// <param name="name">The fault's name.</param>
/// <param name="description">What happens.</param>
/// <param name="kinds">The kinds of the rows at which it misbehaves.</param>
internal sealed class BadTarget(string name, string description, RowKind[] kinds) : IFault
{
    public string Name => name;

    public string Description => description;

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random, kinds), cancellationToken);
        return await fixture.Imports.CompleteAsync(import, cancellationToken);
    }
}
