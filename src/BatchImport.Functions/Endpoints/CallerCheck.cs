using Microsoft.AspNetCore.Http;

namespace BatchImport.Functions.Endpoints;

/// <summary>Refuses requests of a browser on behalf of another site's page, where a form could upload files to a host that requires no key.</summary>
internal static class CallerCheck
{
    /// <summary>The refusal; null for a caller other than a browser, or a page of this host (Fetch Metadata Request Headers, Sec-Fetch-Site).</summary>
    public static IResult? Refusal(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site is "" or "same-origin" or "none"
            ? null
            : EndpointJson.Problem(StatusCodes.Status403Forbidden, "Cross-site request refused", "A page of another site must not change imports or definitions.");
    }
}
