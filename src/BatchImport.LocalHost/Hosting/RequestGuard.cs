using System.Net;
using BatchImport.Functions.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// Refuses requests that were not meant for this host or not sent by its user: under a name that is not its own, on behalf of a page of another site, and
/// from another machine without the key. In Azure the platform's names and keys do that.
/// </summary>
/// <param name="names">The host's names.</param>
/// <param name="key">The key that other machines need; null when the host serves this machine only.</param>
internal sealed class RequestGuard(OwnNames names, AccessKey? key)
{
    /// <summary>Adds the guard in front of all endpoints.</summary>
    public void Use(WebApplication web) =>
        web.Use(async (context, next) =>
        {
            if (Refusal(context) is { } refusal)
            {
                await refusal.ExecuteAsync(context);
                return;
            }

            await next(context);
        });

    /// <summary>The answer to a request that is refused; null for one that is served.</summary>
    internal IResult? Refusal(HttpContext context)
    {
        var request = context.Request;
        if (!names.Contains(request.Host))
        {
            return Problem(
                StatusCodes.Status400BadRequest,
                "Invalid host name",
                "The host does not serve under the name in the request's Host header. Use localhost or an address of this machine, or start the host with --host-name and that name.");
        }

        if (IsFromOtherSite(request))
        {
            return Problem(StatusCodes.Status403Forbidden, "Cross-site request refused", "A page of another site cannot use this host.");
        }

        return key is null || IsLocal(context.Connection.RemoteIpAddress) || context.GetEndpoint()?.Metadata.GetMetadata<AnonymousEndpoint>() is not null || key.IsIn(request)
            ? null
            : Problem(
                StatusCodes.Status401Unauthorized,
                "Key required",
                "Requests from other machines need the host's key in the header x-functions-key or the query parameter code. 'serve' names the place of the key when it starts.");
    }

    private static bool IsLocal(IPAddress? address) => address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsFromOtherSite(HttpRequest request)
    {
        // RFC 6454: a browser names the page's origin, or "null" when it may not. Programs send none. The scheme is a proxy's matter.
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        // Fetch Metadata: following a link on another site's page, as in a web mail, is what links are for; everything else is that page's own doing.
        var isLink = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && request.Headers["Sec-Fetch-Mode"].ToString() is "navigate" && request.Headers["Sec-Fetch-Dest"].ToString() is "document" or "";
        return !isLink && CallerCheck.Refusal(request) is not null;
    }

    private static IResult Problem(int status, string title, string detail) => TypedResults.Problem(detail, statusCode: status, title: title);
}

/// <summary>Marks an endpoint that asks for no key in Azure either.</summary>
internal sealed class AnonymousEndpoint;
