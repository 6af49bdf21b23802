using Azure;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>
/// The rows of an import that did not arrive, from its staged pages and its results: what a retry reads in place of a file. Rows keep the
/// numbers they had in the sheet.
/// </summary>
internal sealed class RetriedRows(ImportManifest manifest, ImportSummary summary, PageStore pages, IResultStore results, CancellationToken cancellationToken) : ISpreadsheetReader
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

    /// <exception cref="RejectedException">What became of the rows is not known any more.</exception>
    public bool Read()
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
                // Without its result a row that arrived looks like one that did not, and would be sent once more.
                return _arrived >= summary.Counts?.Succeeded ? false : throw Forgotten(inner: null);
            }

            Load(_nextPage++);
        }
    }

    public void Dispose()
    {
    }

    // Reading a sheet is synchronous, as its file formats' readers are.
    private void Load(int index)
    {
        try
        {
            var id = manifest.Request.BatchId;
            _page = pages.ReadOnceAsync(id, index, cancellationToken).GetAwaiter().GetResult();
            _results = results.ReadPageAsync(id, index, _page.Rows.Count, cancellationToken).GetAwaiter().GetResult();
            _row = -1;
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            throw Forgotten(gone);
        }
    }

    private RejectedException Forgotten(Exception? inner) => new(
        "results-lost", $"What became of each row of '{manifest.Request.FileName}' is not known any more, so that its failed rows cannot be told from the others. Mend the sheet Errors of its workbook and drop that.", inner);
}
