namespace BatchImport.Workbooks;

/// <summary>What a result workbook is called where people see it.</summary>
public static class WorkbookFileName
{
    private const int MaxStem = 100;

    /// <summary>A dropped file's name with <c>-result.xlsx</c> for its extension, without what a file system or a header refuses.</summary>
    public static string For(string fileName)
    {
        var stem = Path.GetFileNameWithoutExtension(fileName);
        stem = stem.Length > MaxStem ? stem[..(char.IsHighSurrogate(stem[MaxStem - 1]) ? MaxStem - 1 : MaxStem)] : stem;

        // The union of what Windows, macOS and Linux refuse: the receiver's system is not this one.
        return string.Concat(stem.Select(unit => char.IsControl(unit) || "\\/:*?\"<>|".Contains(unit, StringComparison.Ordinal) ? '_' : unit)) + "-result.xlsx";
    }
}
