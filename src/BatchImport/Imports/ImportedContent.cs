namespace BatchImport.Imports;

/// <summary>What an import brings, so that it is recognized when it is dropped again.</summary>
/// <param name="Name">A hash of the file's name: of the container and the blob's name or, for an upload, of the owner and the file's own name.</param>
/// <param name="Content">The file's size in bytes and its MD5 in base64, with a colon between them.</param>
/// <param name="Rules">A hash of the definition, and of where in the file the table is.</param>
public sealed record ImportedContent(string Name, string Content, string Rules);
