namespace BatchImport.Spreadsheets.Sheets;

/// <summary>The worksheets of a workbook of any format.</summary>
internal interface IWorkbookSheets : IDisposable
{
    /// <summary>The worksheets, in their order.</summary>
    IReadOnlyList<WorkbookSheet> Sheets { get; }

    /// <summary>Starts reading a worksheet from its beginning. One at a time.</summary>
    IRawRows Open(WorkbookSheet sheet);
}
