namespace BatchImport.LocalHost.Functions;

/// <summary>Runs the function once for each version of each blob of a container.</summary>
/// <param name="blobPath">The container and the blobs' names: <c>imports/{name}</c>. Texts between percent signs are settings.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BlobTriggerAttribute(string blobPath) : Attribute
{
    /// <summary>The container and the blobs' names.</summary>
    public string BlobPath { get; } = blobPath;

    /// <summary>The setting with the storage account's connection; <c>AzureWebJobsStorage</c> unless told.</summary>
    public string? Connection { get; set; }

    /// <summary>How new blobs become known.</summary>
    public BlobTriggerSource Source { get; set; } = BlobTriggerSource.LogsAndContainerScan;
}
