using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace BatchImport.LocalHost.Hosting;

/// <summary>Asks a host over HTTP, its own process's or another's.</summary>
internal sealed class HostClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Where the host serves, with a slash at the end.</summary>
    public Uri Address => address;

    /// <summary>A client for a port of this machine.</summary>
    public static HostClient OnPort(int port) => new(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/")));

    /// <summary>Who serves there; null when it is nobody, or another product.</summary>
    public async Task<HostStatus?> FindAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            var status = await _http.GetFromJsonAsync<HostStatus>(HostStatus.Path, patience.Token);
            return status?.Product == HostStatus.ProductName ? status : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or NotSupportedException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>How an import stands; null while the host knows nothing of it.</summary>
    /// <exception cref="HttpRequestException">The host is not there, or failed.</exception>
    public async Task<ImportStatus?> GetImportAsync(string routePrefix, string id, CancellationToken cancellationToken)
    {
        var root = routePrefix.Length == 0 ? "" : routePrefix + "/";
        using var response = await _http.GetAsync(new Uri($"{root}imports/{id}", UriKind.Relative), cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<ImportStatus>(cancellationToken);
    }

    /// <summary>Copies what is at an address into a file.</summary>
    public async Task DownloadAsync(Uri from, string file, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(from, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = file + ".tmp";
        await using (var target = File.Create(draft))
        {
            await response.Content.CopyToAsync(target, cancellationToken);
        }

        File.Move(draft, file, overwrite: true);
    }

    public void Dispose() => _http.Dispose();
}
