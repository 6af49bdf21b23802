using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Pipeline;

/// <summary>
/// The owner, who receives the mail, from the first of these that exists: the blob metadata <c>owner</c>, the first folder of the blob's name when it is
/// an address, the definition's <c>notify</c>, and the setting <c>Import:DefaultOwner</c>. Never the sheet's contents. The setting <c>Import:OwnerDomains</c>
/// holds for each of them.
/// </summary>
internal static class ImportOwner
{
    public const string MetadataName = "owner";

    /// <summary>The owner.</summary>
    /// <exception cref="RejectedException">No owner is known, the text is not an address, or its domain is not allowed.</exception>
    public static string Resolve(ImportRequest request, ImportDefinition definition, ImportOptions options)
    {
        if (Given(request) is { } given)
        {
            return EmailAddress.IsValid(given)
                ? Allowed(given, "was given with the file", request, options)
                : throw new RejectedException("invalid-owner", $"The owner that was given with '{request.FileName}' is not an e-mail address. Give one plain address, such as ada@example.com, and drop the file again.");
        }

        if (Folder(request) is { } folder)
        {
            return Allowed(folder, "is the name of the file's folder", request, options);
        }

        if (definition.Notify is { } notify)
        {
            return Allowed(notify, $"is 'notify' of the definition '{definition.Name}'", request, options);
        }

        return options.DefaultOwner
            ?? throw new RejectedException("no-owner", $"No owner is known for '{request.FileName}', so there is no address for its result. Drop the file again with an owner, or into a folder whose name is an address; or set a default owner (Import:DefaultOwner).");
    }

    /// <summary>The address that a rejection is mailed to; null when no owner is known.</summary>
    /// <param name="request">The file.</param>
    /// <param name="definition">The definition; null when the import ended before one was chosen.</param>
    /// <param name="options">The settings.</param>
    public static string? BestKnown(ImportRequest request, ImportDefinition? definition, ImportOptions options) =>
        ((string?[])[Given(request), Folder(request), definition?.Notify, options.DefaultOwner])
            .FirstOrDefault(each => each is not null && EmailAddress.IsValid(each) && options.AllowsOwner(each));

    private static string Allowed(string address, string source, ImportRequest request, ImportOptions options) => options.AllowsOwner(address)
        ? address
        : throw new RejectedException(
            "owner-not-allowed",
            $"The owner of '{request.FileName}' is an address that {source}, and its domain is not one that results are sent to. The setting Import:OwnerDomains allows: {options.OwnerDomains}. Drop the file again with an owner of such a domain.");

    private static string? Given(ImportRequest request) =>
        request.Metadata.TryGetValue(MetadataName, out var owner) && !string.IsNullOrWhiteSpace(owner) ? MetadataText.Decode(owner.Trim()) : null;

    private static string? Folder(ImportRequest request)
    {
        var slash = request.BlobName.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && request.BlobName[..slash] is var folder && EmailAddress.IsValid(folder) ? folder : null;
    }
}
