using BatchImport.Common;
using BatchImport.Imports;

namespace BatchImport.Pipeline;

/// <summary>Chooses the priority of an import.</summary>
internal static class ImportPriorityChoice
{
    public const string MetadataName = "priority";

    /// <summary>
    /// The blob's metadata <c>priority</c> (high, normal, bulk); otherwise, the definition's; otherwise, bulk for a big file and normal for any other.
    /// An unknown word is ignored: it must not prevent the import.
    /// </summary>
    /// <param name="manifest">The import.</param>
    /// <param name="options">Contains the size of a big file.</param>
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
