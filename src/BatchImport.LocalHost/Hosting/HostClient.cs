using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BatchImport.Functions.Endpoints;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Hosting;

/// <summary>Calls a host over HTTP: the one in this process, or another.</summary>
internal sealed class HostClient(Uri address) : IDisposable
{
    private static readonly TimeSpan FindPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    // Sending a mail again ends with the answer of the mail server, which may take long.
    private static readonly TimeSpan OrderPatience = TimeSpan.FromSeconds(150);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Where the host serves, with a slash at the end.</summary>
    public Uri Address => address;

    /// <summary>Creates a client for a port of this machine.</summary>
    public static HostClient OnPort(int port) => new(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/")));

    /// <summary>The host that serves on the port; null for no server, or one of another product.</summary>
    public Task<HostStatus?> FindAsync(CancellationToken cancellationToken) => FindAsync(FindPatience, cancellationToken);

    /// <summary>The same of a host that was just started. Its first request takes longer: code is compiled for it.</summary>
    public Task<HostStatus?> FindStartedAsync(CancellationToken cancellationToken) => FindAsync(UsualPatience, cancellationToken);

    /// <summary>The status of an import; null while the host does not know the import.</summary>
    /// <exception cref="HttpRequestException">The host does not respond, or failed.</exception>
    public async Task<ImportView?> GetImportAsync(string routePrefix, string id, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(UsualPatience);
        try
        {
            using var response = await _http.GetAsync(Endpoint(routePrefix, $"imports/{id}"), patience.Token);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            response.EnsureSuccessStatusCode();
            return EndpointJson.Read<ImportView>(await response.Content.ReadFromJsonAsync<JsonElement>(patience.Token));
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"No answer within {UsualPatience.TotalSeconds:0} s.", ex, HttpStatusCode.RequestTimeout);
        }
    }

    /// <summary>Sends a GET request to an endpoint.</summary>
    /// <param name="routePrefix">The prefix of the functions' routes.</param>
    /// <param name="path">The rest of the path, with the query.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LocalHostException">The host has stopped, or does not answer.</exception>
    public Task<HostAnswer> GetAsync(string routePrefix, string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, Endpoint(routePrefix, path)), UsualPatience, cancellationToken);

    /// <summary>Sends a PUT request with JSON to an endpoint.</summary>
    /// <param name="routePrefix">The prefix of the functions' routes.</param>
    /// <param name="path">The rest of the path.</param>
    /// <param name="json">The body.</param>
    /// <param name="isNew">True to replace nothing that exists.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LocalHostException">The host has stopped, or does not answer.</exception>
    public Task<HostAnswer> PutAsync(string routePrefix, string path, ReadOnlyMemory<byte> json, bool isNew, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, Endpoint(routePrefix, path)) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (isNew)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        }

        return SendAsync(request, UsualPatience, cancellationToken);
    }

    /// <summary>Sends a DELETE request to an endpoint.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<HostAnswer> DeleteAsync(string routePrefix, string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, Endpoint(routePrefix, path)), UsualPatience, cancellationToken);

    /// <summary>Sends a POST request to an endpoint.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<HostAnswer> PostAsync(string routePrefix, string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, Endpoint(routePrefix, path)), OrderPatience, cancellationToken);

    /// <summary>Copies the content of an address into a file.</summary>
    public async Task DownloadAsync(Uri from, string file, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(UsualPatience);
        using var response = await _http.GetAsync(from, HttpCompletionOption.ResponseHeadersRead, patience.Token);
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

    private static Uri Endpoint(string routePrefix, string path) => new(routePrefix.Length == 0 ? path : $"{routePrefix}/{path}", UriKind.Relative);

    private async Task<HostAnswer> SendAsync(HttpRequestMessage message, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var request = message;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ends.CancelAfter(patience);
        try
        {
            using var response = await _http.SendAsync(request, ends.Token);
            var content = await response.Content.ReadAsByteArrayAsync(ends.Token);
            var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;
            return new HostAnswer(response.StatusCode, isJson ? JsonElement.Parse(content) : null) { Content = content };
        }
        catch (HttpRequestException ex)
        {
            throw new LocalHostException($"The host at {address} does not answer any more: {ex.Message}. If it has stopped, start it again with: serve", ex);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LocalHostException($"The host at {address} did not answer within {patience.TotalSeconds:0} s; the reason may be in its log. Try again.", ex);
        }
    }

    private async Task<HostStatus?> FindAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(longest);
        try
        {
            var status = await _http.GetFromJsonAsync<HostStatus>(HostStatus.Path, patience.Token);
            return status?.Product == HostStatus.ProductName ? status : null;
        }
        catch (Exception ex) when (ex is HttpRequestException or JsonException or NotSupportedException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
