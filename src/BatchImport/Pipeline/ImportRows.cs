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
        var items = new List<ImportRow>();
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
                    if (text is null || result.Errors.Any(each => Contains(each, manifest.Header, text)))
                    {
                        items.Add(new ImportRow(page.Rows[result.Index].Number, result, manifest.Header));
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
    public async Task<ImportRow?> FindAsync(string batchId, int number, CancellationToken cancellationToken)
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

    private async Task<ImportRow?> FindAsync(ImportManifest manifest, RowPage page, int number, CancellationToken cancellationToken)
    {
        for (var index = 0; index < page.Rows.Count; index++)
        {
            if (page.Rows[index].Number == number)
            {
                var read = await results.ReadPageAsync(manifest.Request.BatchId, page.Index, page.Rows.Count, cancellationToken);
                return new ImportRow(number, read[index], manifest.Header);
            }
        }

        return null;
    }

    private static bool Contains(RowError error, IReadOnlyList<string> header, string text) =>
        error.Message.Contains(text, StringComparison.OrdinalIgnoreCase) || ErrorText.ColumnOf(error, header)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
