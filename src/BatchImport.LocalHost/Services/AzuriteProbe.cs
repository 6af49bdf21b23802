namespace BatchImport.LocalHost.Services;

/// <summary>Finds out who answers HTTP on a port. Azurite names itself in the header <c>Server</c> of every answer, refusals included.</summary>
internal static class AzuriteProbe
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>The <c>Server</c> header on a port, empty when the answer has none; null when nobody answers HTTP there.</summary>
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

    /// <summary>True for Azurite's blob service.</summary>
    public static bool IsBlob(string? server) => server?.StartsWith("Azurite-Blob", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>True for Azurite's table service.</summary>
    public static bool IsTable(string? server) => server?.StartsWith("Azurite-Table", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>True for Azurite's queue service.</summary>
    public static bool IsQueue(string? server) => server?.StartsWith("Azurite-Queue", StringComparison.OrdinalIgnoreCase) == true;
}
