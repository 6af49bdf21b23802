using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace BatchImport.Functions.Endpoints;

/// <summary>
/// The page that shows and controls imports, and the description of the endpoints. They contain no import data, so they require no key; the
/// page requests one where the endpoints do.
/// </summary>
public sealed class DashboardEndpoints
{
    private const string Folder = "Dashboard/";

    // No external and no inline content: text from a file that was interpreted as markup could still do nothing.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, byte[]> Files = Load();

    private static readonly EntityTagHeaderValue Version = new($"\"{typeof(DashboardEndpoints).Module.ModuleVersionId:n}\"");

    /// <summary><c>GET dashboard</c>: the page.</summary>
    [Function(nameof(Dashboard))]
    public IResult Dashboard([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard")] HttpRequest request) => Serve(request, "index.html");

    /// <summary><c>GET dashboard/{file}</c>: a script, style sheet or image of the page.</summary>
    [Function(nameof(DashboardFile))]
    public IResult DashboardFile([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard/{file}")] HttpRequest request, string file) => Serve(request, file);

    /// <summary><c>GET openapi.json</c>: the endpoints, as OpenAPI 3.1 describes them.</summary>
    [Function(nameof(OpenApi))]
    public IResult OpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) => Serve(request, "openapi.json");

    private static IResult Serve(HttpRequest request, string file)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Files.TryGetValue(file, out var content))
        {
            return EndpointJson.Problem(StatusCodes.Status404NotFound, "No such file", "The page has no such file.");
        }

        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.CacheControl] = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Bytes(content, ContentTypes[Path.GetExtension(file)], entityTag: Version);
    }

    private static FrozenDictionary<string, byte[]> Load()
    {
        var assembly = typeof(DashboardEndpoints).Assembly;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(each => each.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            files[name[Folder.Length..]] = content;
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
