using BatchImport.Definitions;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Telemetry;

namespace BatchImport.Pipeline;

/// <summary>Reads a table from front to end and stores its rows as pages.</summary>
/// <param name="pages">Stores pages.</param>
internal sealed class RowPager(PageStore pages)
{
    // Page uploads in flight: enough to hide a round trip behind reading, few enough that memory stays at some pages.
    private const int UploadsInFlight = 4;

    /// <summary>Stores the rows of a table.</summary>
    /// <returns>The number of rows.</returns>
    public async Task<int> StageAsync(string batchId, IRowSource reader, ColumnSelection columns, UniqueKeys keys, CancellationToken cancellationToken)
    {
        var rows = 0;
        var page = new List<StagedRow>(RowPage.Size);
        var uploads = new Queue<Task>(UploadsInFlight);
        while (await reader.ReadAsync(cancellationToken))
        {
            var cells = columns.Take(reader.Cells);
            page.Add(new StagedRow(reader.RowNumber, cells, reader.RowProblem ?? columns.Problem(reader.Cells), keys.Check(reader.RowNumber, cells)));
            rows++;
            if (page.Count == RowPage.Size)
            {
                await UploadAsync();
            }
        }

        if (page.Count > 0)
        {
            await UploadAsync();
        }

        await Task.WhenAll(uploads);
        return rows;

        async Task UploadAsync()
        {
            if (uploads.Count == UploadsInFlight)
            {
                await uploads.Dequeue();
            }

            // On another thread: packing a page takes about as long as reading it.
            var full = new RowPage((rows - 1) / RowPage.Size, page.ToArray());
            uploads.Enqueue(Task.Run(() => pages.WriteAsync(batchId, full, cancellationToken), cancellationToken));
            ImportMetrics.Staged(page.Count);
            page.Clear();
        }
    }
}
