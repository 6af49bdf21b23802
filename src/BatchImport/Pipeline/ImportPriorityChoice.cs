using BatchImport.Common;
using BatchImport.Imports;

namespace BatchImport.Pipeline;

/// <summary>Decides how much of the machine an import may take.</summary>
internal static class ImportPriorityChoice
{
    public const string MetadataName = "priority";

    /// <summary>
    /// The blob's metadata <c>priority</c> (high, normal, bulk), else the definition's, else bulk for a big file and normal for any other. A
    /// word nobody knows is passed over: it must not cost the owner the import.
    /// </summary>
    /// <param name="manifest">The import.</param>
    /// <param name="options">What a big file is.</param>
    public static ImportPriority Choose(ImportManifest manifest, ImportOptions options)
    {
        if (manifest.Request.Metadata.TryGetValue(MetadataName, out var word)
            && EnumWord.TryParse<ImportPriority>(word.AsSpan().Trim(), out var priority))
        {
            return priority;
        }

        return manifest.Definition.Priority ?? (options.BulkRows > 0 && manifest.Rows > options.BulkRows ? ImportPriority.Bulk : ImportPriority.Normal);
    }
}
