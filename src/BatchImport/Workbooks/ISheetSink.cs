namespace BatchImport.Workbooks;

/// <summary>Takes the rows of sheets, one sheet after the other.</summary>
internal interface ISheetSink
{
    /// <summary>Begins a sheet.</summary>
    ValueTask BeginAsync(FrameSheet sheet, CancellationToken cancellationToken);

    /// <summary>Takes whole rows of the current sheet, as <see cref="RowXml"/> writes them.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellationToken);

    /// <summary>Ends the current sheet, now that its last row is known.</summary>
    ValueTask EndAsync(FrameSheet sheet, CancellationToken cancellationToken);
}
