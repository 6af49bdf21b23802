using Microsoft.AspNetCore.Http;

namespace BatchImport.Functions.Endpoints;

/// <summary>The endpoints' addresses, as the caller of a request sees them.</summary>
internal static class EndpointUrls
{
    private const string Imports = "/imports";
    private const string Definitions = "/definitions";

    /// <summary>The address of the imports.</summary>
    public static string Root(HttpRequest request) => UpTo(request, Imports);

    /// <summary>The address of an import.</summary>
    public static string ForImport(HttpRequest request, string id) => $"{Root(request)}/{id}";

    /// <summary>The address of a definition, in a request about definitions.</summary>
    public static string ForDefinition(HttpRequest request, string name) => $"{UpTo(request, Definitions)}/{name}";

    private static string UpTo(HttpRequest request, string part)
    {
        var path = $"{request.PathBase}{request.Path}";
        var end = path.IndexOf(part, StringComparison.OrdinalIgnoreCase) + part.Length;
        return $"{request.Scheme}://{request.Host}{path[..end]}";
    }
}
