namespace BatchImport.Spreadsheets.Sheets;

/// <summary>A worksheet of a workbook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsVisible">False for a hidden one.</param>
/// <param name="Part">Its location in the file, in the form of its format.</param>
internal readonly record struct WorkbookSheet(string Name, bool IsVisible, string Part = "")
{
    /// <summary>The sheet in messages.</summary>
    public string Place => $"sheet {CellText.Quote(Name)}";
}
