using System.Collections.Concurrent;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Spreadsheets;

namespace BatchImport.Rows;

/// <summary>Processes a slice: validates each row, sends it where it belongs, and writes what became of it. Safe to repeat.</summary>
internal sealed class RowProcessor(
    ImportDocuments documents, PageStore pages, IResultStore results, RowTargets targets, RowSender sender, ImportClock clock)
{
    // Compiled patterns and the header's binding, for the imports in flight on this instance.
    private const int CachedValidators = 256;

    private readonly ConcurrentDictionary<string, RowValidator> _validators = new(StringComparer.Ordinal);

    /// <summary>Processes those rows of a slice that have no result yet.</summary>
    /// <returns>How many results were first writes.</returns>
    public async Task<int> ProcessAsync(RowSlice slice, CancellationToken cancellationToken)
    {
        var manifest = await documents.ManifestAsync(slice.BatchId, cancellationToken);
        var reading = pages.ReadAsync(slice.BatchId, slice.Page, cancellationToken);
        var done = await results.ExistAsync(slice.BatchId, slice.Page, slice.First, slice.Count, cancellationToken);
        var page = await reading;
        var run = new SliceRun(manifest, Validator(manifest), targets.Named(manifest.Definition.Target));

        var written = 0;
        var pending = new List<RowResult>(slice.Count);
        for (var offset = 0; offset < slice.Count; offset++)
        {
            if (done[offset])
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var index = slice.First + offset;
            var processing = ProcessAsync(run, index, page.Rows[index], cancellationToken);
            if (!processing.IsCompleted && pending.Count > 0)
            {
                // The target takes its time: what is known is recorded before waiting, so that a crash repeats one row, not the slice.
                written += await WriteAsync(pending);
            }

            pending.Add(await processing);
        }

        return pending.Count == 0 ? written : written + await WriteAsync(pending);

        async Task<int> WriteAsync(List<RowResult> batch)
        {
            var count = await results.WriteAsync(slice.BatchId, clock.ExpiryOf(manifest.Request), slice.Page, batch, cancellationToken);
            batch.Clear();
            return count;
        }
    }

    private ValueTask<RowResult> ProcessAsync(SliceRun run, int index, StagedRow row, CancellationToken cancellationToken)
    {
        if (row.Problem is not null)
        {
            return ValueTask.FromResult(RowResult.Error(index, new RowError(null, row.Problem)));
        }

        var errors = run.Validator.Validate(row.Cells);
        if (errors.Count > 0)
        {
            return ValueTask.FromResult(RowResult.Error(index, errors));
        }

        if (run.Target is NoTarget)
        {
            return ValueTask.FromResult(RowResult.Success(index));
        }

        var values = new Cell[row.Cells.Length];
        for (var column = 0; column < values.Length; column++)
        {
            values[column] = run.Validator.Convert(column, row.Cells[column]);
        }

        return sender.SendAsync(run.Target, index, new RowDelivery(run.Manifest.Request.BatchId, row.Number, run.Manifest.Header, values), cancellationToken);
    }

    private RowValidator Validator(ImportManifest manifest)
    {
        if (_validators.Count >= CachedValidators)
        {
            _validators.Clear();
        }

        return _validators.GetOrAdd(
            manifest.Request.BatchId, static (_, staged) => RowValidator.Bind(staged.Definition, staged.Header), manifest);
    }

    private sealed record SliceRun(ImportManifest Manifest, RowValidator Validator, IRowTarget Target);
}
