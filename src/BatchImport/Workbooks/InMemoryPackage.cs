using OfficeOpenXml;

namespace BatchImport.Workbooks;

/// <summary>Creates EPPlus packages that do not need to be disposed.</summary>
internal static class InMemoryPackage
{
    /// <summary>
    /// A new package, which holds only memory. Its <c>Dispose</c> would not release anything else, and ends with a blocking
    /// collection of all generations (<see cref="GC.Collect()"/>, EPPlus 4.5.3.3), which would pause every import of the process.
    /// </summary>
    public static ExcelPackage Create() => new();
}
