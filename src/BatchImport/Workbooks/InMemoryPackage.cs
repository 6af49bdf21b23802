using OfficeOpenXml;

namespace BatchImport.Workbooks;

/// <summary>Makes EPPlus packages that are not to be disposed.</summary>
internal static class InMemoryPackage
{
    /// <summary>
    /// A new package, which holds nothing but memory. Its <c>Dispose</c> would release nothing else either, and ends with a blocking
    /// collection of all generations (<see cref="GC.Collect()"/>, EPPlus 4.5.3.3), which every import of the process would wait for.
    /// </summary>
    public static ExcelPackage Create() => new();
}
