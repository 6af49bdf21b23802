namespace BatchImport.Workbooks;

/// <summary>A row sheet as the frame needs it.</summary>
/// <param name="Title">The sheet's name.</param>
/// <param name="Layout">Its columns.</param>
/// <param name="LastRow">The number of its last row, the header being 1.</param>
internal sealed record FrameSheet(string Title, SheetLayout Layout, int LastRow);
