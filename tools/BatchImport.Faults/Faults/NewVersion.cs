using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>
/// The same blob is dropped again, with other rows, at a random moment: a new import. The first one also completes or, when its rows were
/// not read yet, is superseded: nothing of it remains.
/// </summary>
internal sealed class NewVersion : IFault
{
    public string Name => "new-version";

    public string Description => "the same file dropped again, with other rows, at a random moment";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        await fixture.Moments.MeasureAsync(attempt.Rows, always: false, cancellationToken);
        var first = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        await fixture.Moments.WaitAsync(first, attempt.Moment, cancellationToken);
        var before = await fixture.Probe.LookAsync(first.Id);
        var second = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), first.Blob, FaultFile.DefinitionName, cancellationToken);
        var outcome = await fixture.Imports.CompleteAsync(second, cancellationToken) with { During = ImportMark.Describe(before) };
        if (await fixture.Probe.LookAsync(first.Id) is null)
        {
            return outcome;
        }

        var earlier = await fixture.Imports.CompleteAsync(first, cancellationToken);
        return outcome with
        {
            RowsLost = outcome.RowsLost + earlier.RowsLost,
            RowsDoubled = outcome.RowsDoubled + earlier.RowsDoubled,
            MailsDoubled = outcome.MailsDoubled + earlier.MailsDoubled,
            Problem = earlier.Problem is null ? outcome.Problem : $"the first version: {earlier.Problem}; {outcome.Problem}",
        };
    }
}
