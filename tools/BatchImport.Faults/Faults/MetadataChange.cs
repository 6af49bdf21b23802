using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>
/// Metadata and the content type of the file are changed at random moments, while it is imported and after that. It is imported once: the import
/// of the first version completes or, when its rows were not read yet, one of a later version does.
/// </summary>
internal sealed class MetadataChange : IFault
{
    public string Name => "metadata-change";

    public string Description => "metadata and the content type of the file changed at random moments, and once more after the end";

    public async Task<Outcome> TryAsync(FaultFixture fixture, FaultTry attempt, CancellationToken cancellationToken)
    {
        await fixture.Moments.MeasureAsync(attempt.Rows, always: false, cancellationToken);
        var first = await fixture.Files.DropAsync(FaultFile.Create(attempt.Rows, attempt.Random), cancellationToken);
        List<DroppedImport> versions = [first];
        foreach (var moment in (double[])[attempt.Moment / 2, attempt.Moment])
        {
            await fixture.Moments.WaitAsync(first, moment, cancellationToken);
            versions.Add(await fixture.Files.ChangeMetadataAsync(first, $"at {moment:0.00}", cancellationToken));
        }

        var before = await fixture.Probe.LookAsync(first.Id);
        var outcome = await OnlyAsync(fixture, versions, cancellationToken) with { During = ImportMark.Describe(before) };
        versions.Add(await fixture.Files.ChangeMetadataAsync(first, "after the end", cancellationToken));
        return outcome.Problem is not null ? outcome : await OnlyAsync(fixture, versions, cancellationToken) with { During = outcome.During };
    }

    /// <summary>The outcome of the version that is imported, when the others have ended without an import.</summary>
    private static async Task<Outcome> OnlyAsync(FaultFixture fixture, List<DroppedImport> versions, CancellationToken cancellationToken)
    {
        // The latest version is always seen; those before it may not be.
        await fixture.UntilAsync(() => fixture.Imports.HasRunAsync(versions[^1], cancellationToken), "the run of the last version ends", cancellationToken);
        var imported = new List<DroppedImport>();
        foreach (var version in versions)
        {
            if (await fixture.Probe.LookAsync(version.Id) is not null)
            {
                imported.Add(version);
            }
        }

        if (imported.Count != 1)
        {
            return new Outcome { Problem = $"{imported.Count} of {versions.Count} versions of the file have an import" };
        }

        return await fixture.Imports.CompleteAsync(imported[0], cancellationToken);
    }
}
