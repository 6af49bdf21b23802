namespace BatchImport.Workbooks;

/// <summary>Numbers the rows of one kind of sheet, begins another sheet when one is full, and writes rows in chunks.</summary>
internal sealed class SheetRowWriter(SheetLayout layout, WorkbookFrame frame, ISheetSink sink, int maxRows) : IDisposable
{
    // Large enough that the cost of a write per row is negligible, small enough to stay in a processor's cache.
    private const int ChunkBytes = 64 * 1024;

    private readonly RowXml _xml = new(frame, layout.Columns.Count);
    private int _parts;
    private int _row;

    /// <summary>Begins a row; write its cells into the returned object, then call <see cref="EndRowAsync"/>.</summary>
    public async ValueTask<RowXml> BeginRowAsync(CancellationToken cancellationToken)
    {
        if (_row == maxRows)
        {
            await EndSheetAsync(cancellationToken);
        }

        if (_row == 0)
        {
            await BeginSheetAsync(cancellationToken);
        }

        _xml.BeginRow(++_row);
        return _xml;
    }

    /// <summary>Ends the row.</summary>
    public ValueTask EndRowAsync(CancellationToken cancellationToken)
    {
        _xml.EndRow();
        return _xml.Written.Length >= ChunkBytes ? FlushAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Ends the last sheet.</summary>
    /// <param name="evenWhenEmpty">True when there must be a sheet, even if it has only a header.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask CompleteAsync(bool evenWhenEmpty, CancellationToken cancellationToken)
    {
        if (_row == 0 && evenWhenEmpty)
        {
            await BeginSheetAsync(cancellationToken);
        }

        if (_row > 0)
        {
            await EndSheetAsync(cancellationToken);
        }
    }

    public void Dispose() => _xml.Dispose();

    private async ValueTask BeginSheetAsync(CancellationToken cancellationToken)
    {
        await sink.BeginAsync(Current(), cancellationToken);
        _xml.BeginRow(++_row);
        for (var column = 0; column < layout.Columns.Count; column++)
        {
            _xml.WriteText(column, layout.Columns[column], CellStyle.Header);
        }

        _xml.EndRow();
    }

    private async ValueTask EndSheetAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await sink.EndAsync(Current(), cancellationToken);
        _parts++;
        _row = 0;
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await sink.WriteAsync(_xml.Written, cancellationToken);
        _xml.Clear();
    }

    private FrameSheet Current() => new(layout.PartTitle(_parts), layout, _row);
}
