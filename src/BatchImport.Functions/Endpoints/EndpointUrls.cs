using Microsoft.AspNetCore.Http;

namespace BatchImport.Functions.Endpoints;

/// <summary>The endpoints' addresses, as the caller of a request sees them.</summary>
internal static class EndpointUrls
{
    private const string Imports = "/imports";

    /// <summary>The address of the imports.</summary>
    public static string Root(HttpRequest request)
    {
        var path = $"{request.PathBase}{request.Path}";
        var end = path.IndexOf(Imports, StringComparison.OrdinalIgnoreCase) + Imports.Length;
        return $"{request.Scheme}://{request.Host}{path[..end]}";
    }

    /// <summary>The address of an import.</summary>
    public static string ForImport(HttpRequest request, string id) => $"{Root(request)}/{id}";
}
