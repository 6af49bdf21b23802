using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <inheritdoc cref="IImportRows"/>
internal sealed class ImportRows(IResultStore results, ImportDocuments documents, PageStore pages) : IImportRows
{
    // Errors read for one answer: a filter that matches few of them must not make one request read them all.
    private const int Chunk = 250;
    private const int MaxChunks = 8;


    /// <inheritdoc/>
    public async Task<RowErrors> ErrorsAsync(string batchId, long after, int take, string? text, CancellationToken cancellationToken)
    {
        var items = new List<RowOutcome>();
        if (await documents.FindManifestAsync(batchId, cancellationToken) is not { } manifest)
        {
            return new RowErrors(items, after, false);
        }

        for (var chunk = 0; chunk < MaxChunks; chunk++)
        {
            var found = await results.ReadErrorsAsync(batchId, after, Chunk, cancellationToken);
            foreach (var error in found)
            {
                if (items.Count == take)
                {
                    return new RowErrors(items, after, true);
                }

                after = error.Sequence;
                if (error.Result is { Succeeded: false } result)
                {
                    var page = await pages.ReadAsync(batchId, error.Page, cancellationToken);
                    var outcome = Outcome(manifest, page.Rows[result.Index].Number, result);
                    if (text is null || outcome.Errors.Any(problem => Contains(problem, text)))
                    {
                        items.Add(outcome);
                    }
                }
            }

            if (found.Count < Chunk)
            {
                return new RowErrors(items, after, false);
            }
        }

        return new RowErrors(items, after, true);
    }

    /// <inheritdoc/>
    public async Task<RowOutcome?> FindAsync(string batchId, int number, CancellationToken cancellationToken)
    {
        if (number < 1 || await documents.FindManifestAsync(batchId, cancellationToken) is not { } manifest)
        {
            return null;
        }

        // Numbers increase, with gaps where the sheet has empty rows: the page is the one of a sheet without gaps, or an earlier one.
        var (first, last) = (0, Math.Min((number - 1) / RowPage.Size, manifest.Pages - 1));
        var guess = last;
        while (first <= last)
        {
            var page = await pages.ReadAsync(batchId, guess, cancellationToken);
            if (number < page.Rows[0].Number)
            {
                last = guess - 1;
            }
            else if (number > page.Rows[^1].Number)
            {
                first = guess + 1;
            }
            else
            {
                return await FindAsync(manifest, page, number, cancellationToken);
            }

            guess = (first + last) / 2;
        }

        return null;
    }

    private async Task<RowOutcome?> FindAsync(ImportManifest manifest, RowPage page, int number, CancellationToken cancellationToken)
    {
        for (var index = 0; index < page.Rows.Count; index++)
        {
            if (page.Rows[index].Number == number)
            {
                var read = await results.ReadPageAsync(manifest.Request.BatchId, page.Index, page.Rows.Count, cancellationToken);
                return read[index] is { } result ? Outcome(manifest, number, result) : new RowOutcome(number, null, [], null);
            }
        }

        return null;
    }

    private static RowOutcome Outcome(ImportManifest manifest, int number, RowResult result) => new(
        number,
        result.Succeeded,
        [.. result.Errors.Select(error => new RowProblem(error.Column is { } column && column < manifest.Header.Count ? manifest.Header[column] : null, error.Message))],
        result.Reference);

    private static bool Contains(RowProblem problem, string text) =>
        problem.Message.Contains(text, StringComparison.OrdinalIgnoreCase) || problem.Column?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
