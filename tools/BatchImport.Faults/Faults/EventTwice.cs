using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>The event of a dropped file is delivered twice, beside the trigger that looks by itself, and once more after the end.</summary>
internal sealed class EventTwice : IFault
{
    public string Name => "event-twice";

    public string Description => "the blob event delivered twice, and once more after the end";

    public async Task<Outcome> TryAsync(FaultWorld world, FaultTry attempt, CancellationToken cancellationToken)
    {
        var import = await world.DropAsync(FaultFile.Of(attempt.Rows, attempt.Random), cancellationToken);
        await world.TellAsync(import, cancellationToken);
        await world.TellAsync(import, cancellationToken);
        var first = await world.EndAsync(import, cancellationToken);
        await world.TellAsync(import, cancellationToken);
        var outcome = await world.CompleteAsync(import, cancellationToken);
        var last = await world.EndAsync(import, cancellationToken);
        var when = first.GetProperty("finishedAt").GetString();
        return last.GetProperty("finishedAt").GetString() == when ? outcome : outcome with { Problem = $"it ran twice; {outcome.Problem}" };
    }
}
