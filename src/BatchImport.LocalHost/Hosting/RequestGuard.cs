using System.Net;
using BatchImport.Functions.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// Refuses requests that are not for this host or not sent by its user: under a name that is not the host's, on behalf of a page of another site,
/// and from another machine without the key. In Azure the platform's names and keys do that.
/// </summary>
/// <param name="names">The host's names.</param>
/// <param name="key">The key that other machines need; null when the host serves this machine only.</param>
internal sealed class RequestGuard(OwnNames names, AccessKey? key)
{
    /// <summary>Adds the guard before all endpoints.</summary>
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

    /// <summary>The response to a request that is refused; null for one that is accepted.</summary>
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
                "Requests from other machines need the host's key in the header x-functions-key or the query parameter code. 'serve' shows where the key is when it starts.");
    }

    private static bool IsLocal(IPAddress? address) => address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsFromOtherSite(HttpRequest request)
    {
        // RFC 6454: a browser sends the page's origin, or "null" when it must not. Programs send none. The scheme depends on a proxy.
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        // Fetch Metadata: a link on another site's page, as in web mail, may be followed; all other requests are made by that page itself.
        var isLink = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && request.Headers["Sec-Fetch-Mode"].ToString() is "navigate" && request.Headers["Sec-Fetch-Dest"].ToString() is "document" or "";
        return !isLink && CallerCheck.Refusal(request) is not null;
    }

    private static IResult Problem(int status, string title, string detail) => TypedResults.Problem(detail, statusCode: status, title: title);
}

/// <summary>Marks an endpoint that requires no key in Azure either.</summary>
internal sealed class AnonymousEndpoint;
