using System.Collections.Concurrent;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Targets;
using BatchImport.Targets.Lists;
using BatchImport.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.Pipeline;

/// <summary>Processes a slice: validates each row, sends it to its target, and writes its outcome. Safe to repeat.</summary>
internal sealed partial class RowProcessor(
    ImportDocuments documents, PageStore pages, IResultStore results, InFlightMarkers marks, RowTargets targets, ReferenceListLoader lists, RowSender sender, BatchSender batches, CommandWatcher commands, ImportClock clock,
    IOptions<ImportOptions> options, ILogger<RowProcessor> logger)
{
    // One interruption can be a kill or a power failure: a slice is suspected only after this many, since its rows are then processed one at a time.
    private const int SuspectedAfter = 2;

    // Compiled patterns, the header's binding and the target, for the imports in flight on this instance.
    private const int CachedRuns = 256;

    // Replaces the count in a row's own mark, which must not collide with that of a slice of one row.
    private const int Alone = 0;

    private readonly ConcurrentDictionary<string, Lazy<Task<PreparedImport>>> _runs = new(StringComparer.Ordinal);

    // All suspected rows run one at a time: when the process crashes, the marked row is the cause, and no other row is blamed.
    private readonly SemaphoreSlim _alone = new(1);

    /// <summary>Processes those rows of a slice that have no result yet, until the import is paused or cancelled.</summary>
    /// <exception cref="TargetUnavailableException">The target does not accept rows at present; the results so far are recorded.</exception>
    public async Task<ProcessedSlice> ProcessAsync(RowSlice slice, CancellationToken cancellationToken)
    {
        var manifest = await documents.ManifestAsync(slice.BatchId, cancellationToken);
        var reading = pages.ReadAsync(slice.BatchId, slice.Page, cancellationToken);
        try
        {
            var beginning = marks.BeginAsync(slice.BatchId, clock.ExpiryOf(manifest.Request), slice.Page, slice.First, slice.Count, cancellationToken);
            var exist = results.ExistAsync(slice.BatchId, slice.Page, slice.First, slice.Count, cancellationToken);
            await Task.WhenAll(reading, beginning, exist);
            using var watch = await commands.WatchAsync(slice.BatchId, cancellationToken);
            var run = new SliceRun(slice, manifest, await reading, await exist, await PrepareAsync(manifest, cancellationToken), watch);
            return await beginning < SuspectedAfter ? await ProcessAsync(run, cancellationToken) : await ProcessOneByOneAsync(run, cancellationToken);
        }
        finally
        {
            marks.End(slice.BatchId, slice.Page, slice.First, slice.Count);
        }
    }

    private Task<ProcessedSlice> ProcessAsync(SliceRun run, CancellationToken cancellationToken) =>
        run.Import.Route.Target is IBatchRowTarget target ? ProcessBatchesAsync(run, target, cancellationToken) : ProcessRowsAsync(run, cancellationToken);

    private async Task<ProcessedSlice> ProcessRowsAsync(SliceRun run, CancellationToken cancellationToken)
    {
        var executor = new BoundedRowExecutor(run.Import.Route.Definition.RowsInFlight, run.Slice.Count, batch => WriteAsync(run, batch, cancellationToken));
        var command = RunCommand.Continue;
        foreach (var index in run.Open)
        {
            command = run.Watch.Command;
            if (command != RunCommand.Continue || executor.IsBroken || cancellationToken.IsCancellationRequested)
            {
                break;
            }

            await executor.AddAsync(ProcessAsync(run, index, cancellationToken));
        }

        var written = await executor.LandAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return new ProcessedSlice(written, command);
    }

    /// <summary>The target takes the valid rows of the slice in one call, or in as few as it allows.</summary>
    private async Task<ProcessedSlice> ProcessBatchesAsync(SliceRun run, IBatchRowTarget target, CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var batch in run.Open.Chunk(target.MaxBatch))
        {
            if (run.Watch.Command is not RunCommand.Continue and var command)
            {
                return new ProcessedSlice(written, command);
            }

            cancellationToken.ThrowIfCancellationRequested();
            var ended = new List<RowResult>(batch.Length);
            var valid = new List<(int Index, RowDelivery Row)>(batch.Length);
            foreach (var index in batch)
            {
                if (run.Check(index) is { } error)
                {
                    ended.Add(error);
                }
                else
                {
                    valid.Add((index, run.Delivery(index)));
                }
            }

            try
            {
                ended.AddRange(await SendAsync(run, valid, cancellationToken));
            }
            finally
            {
                // Also when the target is unavailable: what is wrong with the other rows is known.
                written += ended.Count == 0 ? 0 : await WriteAsync(run, ended, cancellationToken);
            }
        }

        return new ProcessedSlice(written, RunCommand.Continue);
    }

    /// <summary>Something in the slice may take the process down: each row is marked on its own, and the one that did it often enough is an error.</summary>
    private async Task<ProcessedSlice> ProcessOneByOneAsync(SliceRun run, CancellationToken cancellationToken)
    {
        var slice = run.Slice;
        var written = 0;
        LogSuspected(slice.BatchId, slice.Page, slice.First, slice.Count);
        foreach (var index in run.Open)
        {
            if (run.Watch.Command is not RunCommand.Continue and var command)
            {
                return new ProcessedSlice(written, command);
            }

            await _alone.WaitAsync(cancellationToken);
            try
            {
                var crashes = await marks.BeginAsync(slice.BatchId, clock.ExpiryOf(run.Manifest.Request), slice.Page, index, Alone, cancellationToken);
                var result = crashes < options.Value.RowCrashes ? await ProcessAsync(run, index, cancellationToken) : GiveUp(run, index);
                written += await WriteAsync(run, [result], cancellationToken);
            }
            finally
            {
                marks.End(slice.BatchId, slice.Page, index, Alone);
                _alone.Release();
            }
        }

        return new ProcessedSlice(written, RunCommand.Continue);
    }

    private RowResult GiveUp(SliceRun run, int index)
    {
        LogGivenUp(run.Slice.BatchId, run.Page.Rows[index].Number);
        return RowResult.Error(index, new RowError(null, "the program crashed each time it processed this row, so the row is not retried"));
    }

    private async Task<int> WriteAsync(SliceRun run, IReadOnlyList<RowResult> written, CancellationToken cancellationToken)
    {
        var first = await results.WriteAsync(run.Slice.BatchId, clock.ExpiryOf(run.Manifest.Request), run.Slice.Page, written, cancellationToken);
        ImportMetrics.Processed(written);
        return first;
    }

    private ValueTask<RowResult> ProcessAsync(SliceRun run, int index, CancellationToken cancellationToken) => run.Check(index) is { } error
        ? ValueTask.FromResult(error)
        : run.Import.Route.Definition.IsNone
            ? ValueTask.FromResult(RowResult.Success(index))
            : SendAsync(run, index, run.Delivery(index), cancellationToken);

    /// <summary>Sends a row; one whose target has not replied a moment after the import was cancelled is not awaited.</summary>
    private async ValueTask<RowResult> SendAsync(SliceRun run, int index, RowDelivery row, CancellationToken cancellationToken)
    {
        if (run.Import.Route.Target is IBatchRowTarget)
        {
            return (await SendAsync(run, [(index, row)], cancellationToken))[0];
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, run.Watch.Cancelled);
        try
        {
            return await sender.SendAsync(run.Import.Route, index, row, ends.Token);
        }
        catch (OperationCanceledException) when (run.Watch.Cancelled.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return run.Unanswered(index);
        }
    }

    /// <summary>Sends rows in one call, with the same rule.</summary>
    private async Task<IReadOnlyList<RowResult>> SendAsync(SliceRun run, List<(int Index, RowDelivery Row)> rows, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, run.Watch.Cancelled);
        try
        {
            var receipts = await batches.SendAsync(run.Import.Route, [.. rows.Select(static each => each.Row)], ends.Token);
            return [.. receipts.Select((receipt, i) => receipt.Errors.Count > 0 ? RowResult.Error(rows[i].Index, receipt.Errors) : RowResult.Success(rows[i].Index, receipt.Reference))];
        }
        catch (OperationCanceledException) when (run.Watch.Cancelled.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return [.. rows.Select(each => run.Unanswered(each.Index))];
        }
    }

    private async Task<PreparedImport> PrepareAsync(ImportManifest manifest, CancellationToken cancellationToken)
    {
        if (_runs.Count >= CachedRuns)
        {
            _runs.Clear();
        }

        // Slices that start at the same time read the lists once. The first one may cancel; the others continue to wait.
        var run = _runs.GetOrAdd(manifest.Request.BatchId, static (_, state) => new(() => state.processor.BindAsync(state.manifest)), (processor: this, manifest));
        try
        {
            return await run.Value.WaitAsync(cancellationToken);
        }
        catch when (run.Value.IsFaulted)
        {
            // A failure is not cached: the next slice can succeed.
            _runs.TryRemove(KeyValuePair.Create(manifest.Request.BatchId, run));
            throw;
        }
    }

    private async Task<PreparedImport> BindAsync(ImportManifest manifest) => new(
        RowValidator.Bind(manifest.Definition, manifest.Header, await lists.LoadAgainAsync(manifest.Definition, CancellationToken.None)),
        sender.RouteTo(targets.For(manifest.Definition, manifest.Header), manifest.Definition.Target));

    [LoggerMessage(1202, LogLevel.Warning, "The process went down more than once at rows {First}+{Count} of page {Page} of import {BatchId}: they are processed one at a time")]
    private partial void LogSuspected(string batchId, int page, int first, int count);

    [LoggerMessage(1203, LogLevel.Error, "Row {Row} of import {BatchId} crashed the process each time it was processed and is now an error")]
    private partial void LogGivenUp(string batchId, int row);
}
