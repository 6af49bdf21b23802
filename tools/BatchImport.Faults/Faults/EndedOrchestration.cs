using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>
/// The orchestration of an import is terminated, or terminated and purged, at a random moment. The app ends the import: at once when a command
/// is sent to it (every second try), otherwise by its timer.
/// </summary>
/// <param name="name">The name of the fault.</param>
/// <param name="isPurged">Whether the orchestration is also deleted.</param>
internal sealed class EndedOrchestration(string name, bool isPurged) : IFault
{
    public string Name => name;

    public string Description => $"the orchestration terminated{(isPurged ? " and purged" : "")} at a random moment; the import ends with its workbook and mail";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        await fixture.Moments.MeasureAsync(attempt.Rows, always: false, cancellationToken);
        var import = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await fixture.UntilAsync(async () => await fixture.Probe.LookAsync(import.Id) is not null, "the import is known", cancellationToken);
        await fixture.Moments.WaitAsync(import, attempt.Moment, cancellationToken);
        var before = await fixture.Probe.LookAsync(import.Id);
        await fixture.UntilAsync(
            async () => (int)await fixture.Imports.SendAsync(HttpMethod.Post, $"runtime/webhooks/durabletask/instances/{import.Id}/terminate?reason=fault", cancellationToken) is 202 or 410,
            "the orchestration is terminated, or has ended",
            cancellationToken);
        if (isPurged)
        {
            await fixture.UntilAsync(
                async () => (int)await fixture.Imports.SendAsync(HttpMethod.Delete, $"runtime/webhooks/durabletask/instances/{import.Id}", cancellationToken) is 200 or 404,
                "the orchestration is purged",
                cancellationToken);
        }

        if (attempt.Number % 2 == 1)
        {
            await fixture.Imports.SendAsync(HttpMethod.Post, $"api/imports/{import.Id}/cancel", cancellationToken);
        }

        var status = await fixture.Imports.EndAsync(import, cancellationToken);
        var outcome = await fixture.Imports.CheckAsync(import, status, fixture.Imports.Mails(import), mayBePartial: true, cancellationToken);
        return outcome with { During = ImportMark.Describe(before) };
    }
}
