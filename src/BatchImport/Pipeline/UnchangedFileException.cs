namespace BatchImport.Pipeline;

/// <summary>A new version of a file has the content of the version that was imported: only metadata or properties changed.</summary>
/// <param name="batchId">The import of that version.</param>
internal sealed class UnchangedFileException(string batchId) : Exception($"The file has the content that import {batchId} read.")
{
    /// <summary>The import that has the content.</summary>
    public string BatchId { get; } = batchId;
}
