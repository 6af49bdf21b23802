namespace BatchImport.Workbooks;

/// <summary>The sheets that hold rows.</summary>
internal enum SheetKind
{
    Success,
    Errors,
    NotProcessed,
}
