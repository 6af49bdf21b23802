using Azure.Storage.Blobs.Models;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>Detects files that programs leave beside spreadsheets and that are not meant to be imported.</summary>
internal static class IgnoredFiles
{
    private static readonly string[] Suffixes = [".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp"];
    private static readonly string[] Names = [".DS_Store", "Thumbs.db", "desktop.ini"];

    /// <summary>Why a blob is not imported; null when it is.</summary>
    public static string? ReasonFor(string blobName, BlobProperties properties)
    {
        var name = blobName[(blobName.LastIndexOf('/') + 1)..];
        return IsFolder(name, properties) ? "the marker of a folder"
            : IsMarked(properties, UploadedFile.AbandonedMetadata) ? "an upload that was refused"
            : name.StartsWith("~$", StringComparison.Ordinal) ? "the lock file of an open workbook"
            : name.StartsWith("._", StringComparison.Ordinal) ? "the resource fork of a file on macOS"
            : Names.Contains(name, StringComparer.OrdinalIgnoreCase) ? "a file of a file manager"
            : Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) ? "a file that is still being transferred"
            : null;
    }

    // An account with a hierarchical namespace marks a folder by metadata; other clients create an empty blob whose name ends with a slash.
    private static bool IsFolder(string name, BlobProperties properties) =>
        (name.Length == 0 && properties.ContentLength == 0)
        || IsMarked(properties, "hdi_isfolder");

    private static bool IsMarked(BlobProperties properties, string metadata) =>
        properties.Metadata.Any(each => string.Equals(each.Key, metadata, StringComparison.OrdinalIgnoreCase) && string.Equals(each.Value, "true", StringComparison.OrdinalIgnoreCase));
}
