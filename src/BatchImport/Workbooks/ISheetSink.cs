namespace BatchImport.Workbooks;

/// <summary>Receives the rows of sheets, one sheet after the other.</summary>
internal interface ISheetSink
{
    /// <summary>Begins a sheet.</summary>
    ValueTask BeginAsync(FrameSheet sheet, CancellationToken cancellationToken);

    /// <summary>Writes whole rows of the current sheet, in the form of <see cref="RowXml"/>.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellationToken);

    /// <summary>Ends the current sheet, now that its last row is known.</summary>
    ValueTask EndAsync(FrameSheet sheet, CancellationToken cancellationToken);
}
