using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The event of a dropped file is delivered twice, in addition to the polling trigger, and once more after the end.</summary>
internal sealed class EventTwice : IFault
{
    public string Name => "event-twice";

    public string Description => "the blob event delivered twice, and once more after the end";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await fixture.Files.TellAsync(import, cancellationToken);
        await fixture.Files.TellAsync(import, cancellationToken);
        var first = await fixture.Imports.EndAsync(import, cancellationToken);
        await fixture.Files.TellAsync(import, cancellationToken);
        var outcome = await fixture.Imports.CompleteAsync(import, cancellationToken);
        var last = await fixture.Imports.EndAsync(import, cancellationToken);
        var when = first.GetProperty("finishedAt").GetString();
        return last.GetProperty("finishedAt").GetString() == when ? outcome : outcome with { Problem = $"it ran twice; {outcome.Problem}" };
    }
}
