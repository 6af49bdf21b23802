using System.IO.Compression;
using BatchImport.Imports;

namespace BatchImport.Workbooks;

/// <summary>
/// Writes the result workbook: Summary, Success, Errors and, where rows have no result, Not processed. Each row of the file is on exactly
/// one of the last three, with all its columns in file order. EPPlus creates the frame (summary, styles, layout); the rows are streamed into
/// it, for small and big files alike, in memory that does not grow with the file.
/// </summary>
public sealed class WorkbookComposer
{
    /// <summary>The media type of the workbook.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The maximum number of rows of a sheet, including the header: the limit of the format. Further rows are on "Success 2".</summary>
    internal int MaxRowsPerSheet { get; init; } = 1_048_576;

    /// <summary>The compression level.</summary>
    internal CompressionLevel Compression { get; init; } = CompressionLevel.Fastest;

    /// <summary>Writes the workbook.</summary>
    /// <param name="header">The header and options of the row sheets.</param>
    /// <param name="pages">All pages in order. The next one is requested while one is being written, so a page must not change.</param>
    /// <param name="summarize">Called once, after the last page, with the counts; returns the content of the Summary sheet.</param>
    /// <param name="output">The destination; need not be seekable, and is left open.</param>
    /// <param name="cancellationToken">Cancels the operation; the output is then incomplete.</param>
    /// <returns>The number of rows on each sheet.</returns>
    public async Task<WorkbookCounts> ComposeAsync(
        WorkbookHeader header,
        IAsyncEnumerable<ResultPage> pages,
        Func<WorkbookCounts, WorkbookSummary> summarize,
        Stream output,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(summarize);
        ArgumentNullException.ThrowIfNull(output);

        var enumerator = pages.GetAsyncEnumerator(cancellationToken);
        await using (enumerator)
        {
            var first = await enumerator.MoveNextAsync() ? enumerator.Current : null;
            SheetLayout[] layouts = [.. Enum.GetValues<SheetKind>().Select(kind => SheetLayout.For(kind, header, first))];
            var draft = WorkbookFrame.Build(_ => { }, [.. layouts.Select(layout => new FrameSheet(layout.Title, layout, LastRow: 2))]);
            SheetXml[] around = [.. layouts.Select((_, sheet) => draft.Around(sheet))];

            var archive = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            await using (archive)
            {
                var sheets = new ZipSheets(archive, Compression, kind => around[(int)kind]);
                var counts = await WriteRowsAsync(header, layouts, draft, enumerator, first, sheets, cancellationToken);
                var frame = WorkbookFrame.Build(sheet => SummarySheet.Fill(sheet, summarize(counts), counts), sheets.Sheets);
                frame.RequireStylesOf(draft);
                await frame.CopyPartsAsync(archive, sheets.PartNames, Compression, cancellationToken);
                return counts;
            }
        }
    }

    private async Task<WorkbookCounts> WriteRowsAsync(
        WorkbookHeader header,
        SheetLayout[] layouts,
        WorkbookFrame frame,
        IAsyncEnumerator<ResultPage> pages,
        ResultPage? page,
        ZipSheets sheets,
        CancellationToken cancellationToken)
    {
        await using var errorSpool = new RowSpool();
        await using var notProcessedSpool = new RowSpool();
        using var success = new SheetRowWriter(layouts[(int)SheetKind.Success], frame, sheets, MaxRowsPerSheet);
        using var errors = new SheetRowWriter(layouts[(int)SheetKind.Errors], frame, errorSpool, MaxRowsPerSheet);
        using var notProcessed = new SheetRowWriter(layouts[(int)SheetKind.NotProcessed], frame, notProcessedSpool, MaxRowsPerSheet);
        var writer = new ResultRowWriter(header, success, errors, notProcessed);
        while (page is not null)
        {
            var next = pages.MoveNextAsync().AsTask();
            try
            {
                await writer.WriteAsync(page, cancellationToken);
            }
            finally
            {
                // An enumerator may not be disposed of while it moves, also after a failure.
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            page = await next ? pages.Current : null;
        }

        await success.CompleteAsync(evenWhenEmpty: true, cancellationToken);
        await errors.CompleteAsync(evenWhenEmpty: true, cancellationToken);
        await errorSpool.CopyToAsync(sheets, cancellationToken);
        await notProcessed.CompleteAsync(evenWhenEmpty: false, cancellationToken);
        await notProcessedSpool.CopyToAsync(sheets, cancellationToken);
        return writer.Counts;
    }
}
