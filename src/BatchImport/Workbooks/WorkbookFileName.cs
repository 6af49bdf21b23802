namespace BatchImport.Workbooks;

/// <summary>Names result workbooks for people.</summary>
public static class WorkbookFileName
{
    private const int MaxStem = 100;

    /// <summary>A dropped file's name with the extension <c>-result.xlsx</c>, without characters that a file system or a header does not allow.</summary>
    public static string For(string fileName)
    {
        var stem = Path.GetFileNameWithoutExtension(fileName);
        stem = stem.Length > MaxStem ? stem[..(char.IsHighSurrogate(stem[MaxStem - 1]) ? MaxStem - 1 : MaxStem)] : stem;

        // The union of the characters that Windows, macOS and Linux do not allow: the recipient's system is not this one.
        return string.Concat(stem.Select(unit => char.IsControl(unit) || "\\/:*?\"<>|".Contains(unit, StringComparison.Ordinal) ? '_' : unit)) + "-result.xlsx";
    }
}
