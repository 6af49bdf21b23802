using BatchImport.Faults.Host;
using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Storage does not answer a trigger until it has given the file up and put it into the poison queue. The app starts the file again.</summary>
internal sealed class PoisonedFile : IFault
{
    // Of the message that a file was given up.
    private const string GivenUp = "gave up blob version";

    public string Name => "poison-queue";

    public string Description => "storage fails until the trigger has given the file up; the app starts the file again from the poison queue";

    public IReadOnlyDictionary<string, string> HostSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { [FaultHostCommand.GivenUp] = "true" };

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        var before = fixture.Said(GivenUp);
        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await fixture.UntilAsync(() => Task.FromResult(fixture.Said(GivenUp) > before), "the trigger has given the file up", cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        await fixture.UntilAsync(async () => await fixture.Probe.LookAsync(import.Id) is not null, "the file is started again", cancellationToken);
        var recovery = TimeProvider.System.GetElapsedTime(began);
        return await fixture.Imports.CompleteAsync(import, cancellationToken) with { Recovery = recovery, During = "not seen yet" };
    }
}
