namespace BatchImport.Workbooks;

/// <summary>The data of a row sheet that the frame needs.</summary>
/// <param name="Title">The sheet's name.</param>
/// <param name="Layout">Its columns.</param>
/// <param name="LastRow">The number of its last row; the header is 1.</param>
internal sealed record FrameSheet(string Title, SheetLayout Layout, int LastRow);
