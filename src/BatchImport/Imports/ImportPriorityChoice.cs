namespace BatchImport.Imports;

/// <summary>An import's priority: blob metadata <c>priority</c> (high, normal, bulk), else normal. A word nobody knows is normal: it must not cost the owner the import.</summary>
internal static class ImportPriorityChoice
{
    public const string MetadataName = "priority";

    public static ImportPriority Of(ImportRequest request) =>
        request.Metadata.TryGetValue(MetadataName, out var word)
        && Enum.TryParse<ImportPriority>(word.Trim(), ignoreCase: true, out var priority)
        && Enum.IsDefined(priority)
            ? priority
            : ImportPriority.Normal;
}
