using System.Runtime.CompilerServices;
using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Workbooks;

namespace BatchImport.Pipeline;

/// <summary>Composes the workbook of an import from its staged pages and their results, and stores it.</summary>
internal sealed class ImportWorkbook(PageStore pages, IResultStore results, WorkbookComposer composer, WorkbookFiles files, ImportClock clock)
{
    // Enough to see what kind of error it is; the workbook has the rest.
    private const int FirstErrors = 5;

    private const int FileBufferBytes = 64 * 1024;

    /// <summary>Composes and stores the workbook.</summary>
    /// <param name="manifest">The import.</param>
    /// <param name="summary">Its outcome.</param>
    /// <param name="allowMissing">True when rows may have no result: they are on the sheet of rows that were not processed.</param>
    /// <param name="cancellationToken">Cancels the operation; nothing is stored then.</param>
    /// <returns>The outcome with the workbook.</returns>
    /// <exception cref="MissingResultException">A row has no result, and none may be missing.</exception>
    public async Task<ImportSummary> ComposeAsync(ImportManifest manifest, ImportSummary summary, bool allowMissing, CancellationToken cancellationToken)
    {
        var batchId = manifest.Request.BatchId;
        var validator = RowValidator.Bind(manifest.Definition, manifest.Header);
        var header = new WorkbookHeader
        {
            Columns = manifest.Header,
            HasReferences = !manifest.Definition.Target.IsNone,
            Convert = validator.Convert,
        };
        var firstErrors = new List<MailedError>(FirstErrors);

        // Through a file: a blob that is written to directly is committed, incomplete, when the writing fails.
        await using var file = TemporaryFile.Create(FileBufferBytes);
        var counts = await composer.ComposeAsync(
            header, ReadAsync(manifest, firstErrors, allowMissing, cancellationToken), written => Summarize(manifest, validator.NearMatches, summary with { Counts = written }), file, cancellationToken);
        var bytes = file.Length;
        file.Position = 0;
        await files.SaveAsync(manifest.Request, file, cancellationToken);
        return summary with { Counts = counts, FirstErrors = firstErrors, WorkbookBytes = bytes };
    }

    private WorkbookSummary Summarize(ImportManifest manifest, IReadOnlyList<ColumnMatch> near, ImportSummary summary)
    {
        var import = ImportProgress.From(manifest.Request, clock.ExpiryOf(manifest.Request), manifest, summary);
        var seconds = (summary.EndedAt - manifest.StartedAt)?.TotalSeconds;
        return new WorkbookSummary
        {
            Import = import,
            SheetName = manifest.SheetName,
            MatchedColumns = [.. near.Select(static match => $"{match.Header} → {match.Column}")],
            DroppedColumns = manifest.DroppedColumns,
            RowsPerSecond = seconds > 0 ? import.Processed / seconds : null,
        };
    }

    /// <summary>Pages with their results, in order; the next one is fetched while one is written.</summary>
    private async IAsyncEnumerable<ResultPage> ReadAsync(
        ImportManifest manifest, List<MailedError> firstErrors, bool allowMissing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = ReadAsync(manifest, 0, cancellationToken);
        for (var number = 0; number < manifest.Pages; number++)
        {
            var page = await next;
            if (number + 1 < manifest.Pages)
            {
                next = ReadAsync(manifest, number + 1, cancellationToken);
            }

            for (var row = 0; row < page.Results.Count; row++)
            {
                var result = page.Results[row];
                if (result is null && !allowMissing)
                {
                    throw new MissingResultException();
                }

                if (result is { Succeeded: false } && firstErrors.Count < FirstErrors)
                {
                    firstErrors.Add(MailedError.From(page.Page.Rows[row], result, manifest.Header));
                }
            }

            yield return page;
        }
    }

    private async Task<ResultPage> ReadAsync(ImportManifest manifest, int index, CancellationToken cancellationToken)
    {
        var batchId = manifest.Request.BatchId;
        var reading = results.ReadPageAsync(batchId, index, manifest.RowsIn(index), cancellationToken);
        var page = await pages.ReadOnceAsync(batchId, index, cancellationToken);
        return new ResultPage(page, await reading);
    }
}
