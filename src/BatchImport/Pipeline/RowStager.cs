using Azure;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Targets;
using BatchImport.Targets.Lists;
using BatchImport.Telemetry;
using BatchImport.Webhooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.Pipeline;

/// <summary>
/// Reads a dropped file once, as a stream, and stages its rows as pages. A file that cannot be imported ends in the state
/// <see cref="ImportState.Rejected"/>. Safe to repeat: the same file version gives the same pages.
/// </summary>
internal sealed partial class RowStager(
    DroppedContent dropped, ImportDocuments documents, RowPager pager, RepeatedContent repeated, ImportDefinitionChoice definitions, ReferenceListLoader lists,
    WebhookPlan webhooks, RowTargets targets, RetrySource retries,
    ProgressTracker progress, ImportClock clock, IOptions<ImportOptions> importOptions, IOptions<SpreadsheetLimits> limits, ILogger<RowStager> logger)
{
    public async Task<StagedImport> StageAsync(string batchId, CancellationToken cancellationToken)
    {
        if (await documents.FindManifestAsync(batchId, cancellationToken) is { } staged)
        {
            return await EndingEarlyAsync(new StagingRun(staged.Request, staged) { Definition = staged.Definition }, () => ClaimAsync(staged, cancellationToken), cancellationToken);
        }

        if (await documents.FindRequestAsync(batchId, cancellationToken) is not { } request)
        {
            // An earlier attempt found the file superseded.
            return StagedImport.Superseded;
        }

        if (request.IsAppended && await dropped.FindGrownAsync(request, cancellationToken) is { } grown)
        {
            await documents.SaveAsync(grown, cancellationToken);
            return StagedImport.Unsettled;
        }

        await progress.CreateAsync(request, cancellationToken);
        var run = new StagingRun(request, new ImportRecord { StartedAt = clock.Now });
        await progress.TransitionAsync(batchId, ImportState.Staging, new ProgressChange(run.Known), cancellationToken);
        return await EndingEarlyAsync(
            run,
            async () =>
            {
                var manifest = await StageAsync(run, cancellationToken);
                await documents.SaveAsync(manifest, cancellationToken);
                LogStaged(batchId, manifest.Rows, manifest.Pages);
                return await ClaimAsync(manifest, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Stages a file, or ends its import where it cannot be imported or is not to be.</summary>
    private async Task<StagedImport> EndingEarlyAsync(StagingRun run, Func<Task<StagedImport>> stage, CancellationToken cancellationToken)
    {
        try
        {
            return await stage();
        }
        catch (SupersededException)
        {
            if (run.Request.IsAppended && await dropped.FindGrownAsync(run.Request, cancellationToken) is not null)
            {
                return StagedImport.Unsettled;
            }

            LogSuperseded(run.Request.BatchId);
        }
        catch (UnchangedFileException ex)
        {
            LogUnchanged(run.Request.BatchId, ex.BatchId);
        }
        catch (RejectedException ex)
        {
            await RejectAsync(run, ex, cancellationToken);
            return StagedImport.Rejected;
        }

        await progress.RemoveAsync(run.Request.BatchId, cancellationToken);
        await documents.DeleteRequestAsync(run.Request.BatchId, cancellationToken);
        return StagedImport.Superseded;
    }

    /// <summary>Begins with the rows of a file, unless it is one that was imported before.</summary>
    private async Task<StagedImport> ClaimAsync(ImportManifest manifest, CancellationToken cancellationToken)
    {
        await repeated.ClaimAsync(manifest, cancellationToken);
        return await StagedAsync(manifest, cancellationToken);
    }

    private async Task<ImportManifest> StageAsync(StagingRun run, CancellationToken cancellationToken)
    {
        var request = run.Request;
        if (request.Retries is { } retried)
        {
            return await StageAsync(run, await retries.OpenAsync(retried, cancellationToken), cancellationToken);
        }

        try
        {
            await using var content = await dropped.OpenAsync(request, cancellationToken);
            run.Definition = await definitions.NamedAsync(request, cancellationToken);
            using var reader = Spreadsheet.Open(content, limits.Value, RequestedTable.From(request, run.Definition));
            return await StageAsync(run, CorrectedRowsReader.Wrap(reader), cancellationToken);
        }
        catch (RequestFailedException ex) when (ex.Status is 404 or 412)
        {
            throw new SupersededException(ex);
        }
    }

    private async Task<ImportManifest> StageAsync(StagingRun run, IRowSource reader, CancellationToken cancellationToken)
    {
        var request = run.Request;
        var followed = reader.ResultOf is { Length: > 0 } id ? await documents.FindManifestAsync(id, cancellationToken) : null;
        var definition = run.Definition = await definitions.ForAsync(request, reader, followed?.Definition.Name, cancellationToken);
        var owner = ImportOwner.Resolve(request, definition, importOptions.Value);
        run.Known = run.Known with { Owner = owner, Follows = followed?.Request.BatchId };
        ImportedContent? imported = null;
        if (request.Retries is null)
        {
            imported = await repeated.DescribeAsync(request, owner, definition, cancellationToken);
            await repeated.CheckAsync(request, imported, cancellationToken);
        }

        RowValidator.Bind(definition, reader.Header);

        // What cannot be used rejects the import here; workers read the lists again.
        _ = await lists.LoadAsync(definition, cancellationToken);
        webhooks.Check(definition);
        var columns = ColumnSelection.Create(definition, reader.Header);
        await targets.PrepareAsync(definition, columns.Header, cancellationToken);
        using var keys = UniqueKeys.Bind(definition, columns.Header);

        var rows = await pager.StageAsync(request.BatchId, reader, columns, keys, cancellationToken);
        if (rows == 0)
        {
            throw new RejectedException("no-rows", $"'{request.FileName}' has a header in row {reader.HeaderRow} but no rows below it, so there is nothing to import. Add rows and drop the file again.");
        }

        return new ImportManifest(run.Known)
        {
            Request = request,
            Definition = definition,
            Format = reader.Format,
            SheetName = reader.SheetName,
            Header = [.. columns.Header],
            DroppedColumns = columns.Dropped,
            Rows = rows,
            Pages = ((rows - 1) / RowPage.Size) + 1,
            Content = imported,
            KeyOrigin = request.Retries is null ? null : followed?.KeyOrigin ?? request.Retries,
        };
    }

    private async Task<StagedImport> StagedAsync(ImportManifest manifest, CancellationToken cancellationToken)
    {
        var change = new ProgressChange(manifest) { Rows = manifest.Rows, ProcessingAt = clock.Now };
        await progress.TransitionAsync(manifest.Request.BatchId, ImportState.Processing, change, cancellationToken);
        var options = importOptions.Value;
        var lanes = Math.Min(options.Lanes(ImportPriorityChoice.Choose(manifest, options)), manifest.Pages);
        return new StagedImport(false, manifest.Rows, manifest.Pages, lanes, options.SliceRows(manifest.Rows, manifest.Definition.Target.RowsPerSecond));
    }

    private async Task RejectAsync(StagingRun run, RejectedException rejected, CancellationToken cancellationToken)
    {
        var request = run.Request;
        LogRejected(request.BatchId, rejected.Code);
        var summary = new ImportSummary(run.Known)
        {
            Request = request,
            State = ImportState.Rejected,
            Owner = ImportOwner.BestKnown(request, run.Definition, importOptions.Value),
            Problem = rejected.Message,
            ProblemCode = rejected.Code,
            EndedAt = clock.Now,
        };
        await documents.SaveAsync(summary, cancellationToken);
        await progress.TransitionAsync(request.BatchId, ImportState.Rejected, new ProgressChange(summary), cancellationToken);
    }

    /// <summary>What staging has found out so far: for the manifest, or for the summary of a rejection.</summary>
    private sealed class StagingRun(ImportRequest request, ImportRecord known)
    {
        public ImportRequest Request => request;

        public ImportRecord Known { get; set; } = known;

        public ImportDefinition? Definition
        {
            get;
            set
            {
                field = value;
                Known = Known with { Definition = value?.Name };
            }
        }
    }

    /// <summary>The file was deleted or replaced before its rows were read. A newer version has a separate import.</summary>
    private sealed class SupersededException(Exception inner) : Exception("The file was deleted or replaced.", inner);

    [LoggerMessage(1105, LogLevel.Information, "Import {BatchId} ends: its file was deleted or replaced before its rows were read")]
    private partial void LogSuperseded(string batchId);

    [LoggerMessage(1106, LogLevel.Information, "Import {BatchId} ends: only metadata or properties of its file changed since import {Earlier} read it")]
    private partial void LogUnchanged(string batchId, string earlier);

    [LoggerMessage(1101, LogLevel.Information, "Import {BatchId} is staged: {Rows} rows in {Pages} pages")]
    private partial void LogStaged(string batchId, int rows, int pages);

    [LoggerMessage(1102, LogLevel.Warning, "Import {BatchId} is rejected: {Code}")]
    private partial void LogRejected(string batchId, string code);
}
