using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>
/// Who gets the mail: blob metadata <c>owner</c>, else the first folder of the blob's name when it is an address, else the definition's
/// <c>notify</c>, else the setting <c>Import:DefaultOwner</c>. Never the sheet's contents.
/// </summary>
internal static class ImportOwner
{
    public const string MetadataName = "owner";

    /// <summary>The owner.</summary>
    /// <exception cref="RejectedException">There is none, or what was given is no address.</exception>
    public static string Resolve(ImportRequest request, ImportDefinition definition, ImportOptions options)
    {
        if (Given(request) is { } given)
        {
            return EmailAddress.IsValid(given)
                ? given
                : throw new RejectedException("invalid-owner", $"The owner that was given with '{request.FileName}' is not an e-mail address. Give one plain address, such as ada@example.com, and drop the file again.");
        }

        return Folder(request) ?? definition.Notify ?? options.DefaultOwner
            ?? throw new RejectedException("no-owner", $"No owner is known for '{request.FileName}', so there is no address for its result. Drop the file again with an owner, or into a folder whose name is an address; or set a default owner (Import:DefaultOwner).");
    }

    /// <summary>Who can be told that a file was rejected; null for nobody.</summary>
    /// <param name="request">The file.</param>
    /// <param name="definition">The definition; null when it did not come that far.</param>
    /// <param name="options">The settings.</param>
    public static string? BestKnown(ImportRequest request, ImportDefinition? definition, ImportOptions options) =>
        Given(request) is { } given && EmailAddress.IsValid(given) ? given : Folder(request) ?? definition?.Notify ?? options.DefaultOwner;

    private static string? Given(ImportRequest request) =>
        request.Metadata.TryGetValue(MetadataName, out var owner) && !string.IsNullOrWhiteSpace(owner) ? owner.Trim() : null;

    private static string? Folder(ImportRequest request)
    {
        var slash = request.BlobName.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && request.BlobName[..slash] is var folder && EmailAddress.IsValid(folder) ? folder : null;
    }
}
