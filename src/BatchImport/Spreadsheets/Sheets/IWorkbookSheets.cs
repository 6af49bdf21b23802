namespace BatchImport.Spreadsheets.Sheets;

/// <summary>A workbook's worksheets, whatever its format.</summary>
internal interface IWorkbookSheets : IDisposable
{
    /// <summary>The worksheets, in their order.</summary>
    IReadOnlyList<WorkbookSheet> Sheets { get; }

    /// <summary>Starts reading a worksheet from its beginning. One at a time.</summary>
    IRawRows Open(WorkbookSheet sheet);
}
