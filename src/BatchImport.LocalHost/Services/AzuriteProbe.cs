using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// Finds out which server answers HTTP on a port, and whether an Azurite works. Azurite identifies itself in the header <c>Server</c> of every
/// answer, refusals included.
/// </summary>
internal static class AzuriteProbe
{
    // The blob and the queue that a probe writes.
    private const string Name = "batchimport-probe";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>The <c>Server</c> header of an HTTP server on a port, empty when the answer has none; null without an HTTP server.</summary>
    public static async Task<string?> ServerAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/");
            using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.Headers.Server.ToString();
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Writes a blob and a message and reads both.</summary>
    /// <param name="connectionString">The connection string for storage clients.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    public static async Task<ProbeResult> CheckAsync(string connectionString, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        var value = RandomNumberGenerator.GetHexString(16);
        try
        {
            return await HasBlobAsync(connectionString, value, timeout.Token) && await HasMessageAsync(connectionString, value, timeout.Token)
                ? ProbeResult.Working
                : ProbeResult.Failing("it did not return the value that was written");
        }
        catch (RequestFailedException ex) when (ex is { Status: 0, InnerException: HttpRequestException { InnerException: SocketException socket } })
        {
            return ProbeResult.Silent(socket.Message);
        }
        catch (RequestFailedException ex)
        {
            return ProbeResult.Failing(ex.Message.Split('\n')[0].Trim());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Silent(string.Create(CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds:0} s"));
        }
    }

    /// <summary>True for Azurite's blob service.</summary>
    public static bool IsBlob(string? server) => server?.StartsWith("Azurite-Blob", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>True for Azurite's table service.</summary>
    public static bool IsTable(string? server) => server?.StartsWith("Azurite-Table", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>True for Azurite's queue service.</summary>
    public static bool IsQueue(string? server) => server?.StartsWith("Azurite-Queue", StringComparison.OrdinalIgnoreCase) == true;

    private static async Task<bool> HasBlobAsync(string connectionString, string value, CancellationToken cancellationToken)
    {
        var container = new BlobServiceClient(connectionString, Once(new BlobClientOptions())).GetBlobContainerClient(Name);
        var blob = container.GetBlobClient(Name);
        try
        {
            await blob.UploadAsync(BinaryData.FromString(value), overwrite: true, cancellationToken);
        }
        catch (RequestFailedException ex) when (ex.ErrorCode == "ContainerNotFound")
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await blob.UploadAsync(BinaryData.FromString(value), overwrite: true, cancellationToken);
        }

        return (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToString() == value;
    }

    private static async Task<bool> HasMessageAsync(string connectionString, string value, CancellationToken cancellationToken)
    {
        var queue = new QueueClient(connectionString, Name, Once(new QueueClientOptions()));
        try
        {
            await queue.ClearMessagesAsync(cancellationToken);
        }
        catch (RequestFailedException ex) when (ex.ErrorCode == "QueueNotFound")
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        await queue.SendMessageAsync(value, cancellationToken);
        return (await queue.PeekMessageAsync(cancellationToken)).Value?.MessageText == value;
    }

    private static T Once<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        return options;
    }
}
