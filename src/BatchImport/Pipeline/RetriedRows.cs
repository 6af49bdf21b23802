using Azure;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>
/// The rows of an import that were not delivered, from its staged pages and its results: the source of a retry instead of a file. Rows keep
/// their numbers in the sheet.
/// </summary>
internal sealed class RetriedRows(ImportManifest manifest, ImportSummary summary, PageStore pages, IResultStore results) : IRowSource
{
    private RowPage? _page;
    private RowResult?[] _results = [];
    private int _nextPage;
    private int _row = -1;
    private int _arrived;

    public SpreadsheetFormat Format => manifest.Format;

    public string? SheetName => manifest.SheetName;

    public string? ResultOf => manifest.Request.BatchId;

    public int HeaderRow => 1;

    public IReadOnlyList<string> Header => manifest.Header;

    public int RowNumber => Current.Number;

    public ReadOnlySpan<Cell> Cells => Current.Cells;

    // Only the whole file showed that an earlier row has the value: among the failed rows alone, this one would be the first.
    public string? RowProblem => Current.Problem ?? (Current.Errors is [var known, ..] ? known.Message : null);

    private StagedRow Current => _page!.Rows[_row];

    /// <inheritdoc/>
    /// <exception cref="RejectedException">The results of the rows are no longer stored.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_page is not null && ++_row < _page.Rows.Count)
            {
                if (_results[_row] is not { Succeeded: true })
                {
                    return true;
                }

                _arrived++;
            }

            if (_nextPage == manifest.Pages)
            {
                // Without its result, a delivered row looks like one that was not, and would be sent again.
                return _arrived >= summary.Counts?.Succeeded ? false : throw Forgotten(inner: null);
            }

            await LoadAsync(_nextPage++, cancellationToken);
        }
    }

    private async Task LoadAsync(int index, CancellationToken cancellationToken)
    {
        try
        {
            var id = manifest.Request.BatchId;
            _page = await pages.ReadOnceAsync(id, index, cancellationToken);
            _results = await results.ReadPageAsync(id, index, _page.Rows.Count, cancellationToken);
            _row = -1;
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            throw Forgotten(ex);
        }
    }

    private RejectedException Forgotten(Exception? inner) => new(
        "results-lost", $"The results of the rows of '{manifest.Request.FileName}' are no longer stored, so that its failed rows are unknown. Correct the sheet Errors of its workbook and drop that workbook.", inner);
}
