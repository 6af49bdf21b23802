using Azure.Storage.Blobs;

namespace BatchImport.LocalHost.Hosting;

/// <summary>Creates the containers that an empty storage account lacks. In Azure the infrastructure's code creates them.</summary>
internal static class LocalContainers
{
    private const string Definitions = "definitions";

    private static readonly string[] Others = ["imports", "staging", "results", "lists"];

    /// <summary>Creates missing containers. Definitions are copied only into a new container: deleted ones are not restored.</summary>
    /// <param name="account">The storage account.</param>
    /// <param name="definitions">A folder with definitions.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task EnsureAsync(BlobServiceClient account, string definitions, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Others.Select(name => account.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)));
        var container = account.GetBlobContainerClient(Definitions);
        var created = await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        if (created is null || !Directory.Exists(definitions))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(definitions, "*.json"))
        {
            await using var content = File.OpenRead(file);
            await container.GetBlobClient(Path.GetFileName(file)).UploadAsync(content, overwrite: true, cancellationToken);
        }
    }
}
