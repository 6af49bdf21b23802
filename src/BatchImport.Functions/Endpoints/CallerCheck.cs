using Microsoft.AspNetCore.Http;

namespace BatchImport.Functions.Endpoints;

/// <summary>Refuses what a browser sends on behalf of another site's page: a form there could else upload files to a host that asks for no key.</summary>
internal static class CallerCheck
{
    /// <summary>The refusal; null for a caller that is no browser, or a page of this host (Fetch Metadata Request Headers, Sec-Fetch-Site).</summary>
    public static IResult? Refusal(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site is "" or "same-origin" or "none"
            ? null
            : EndpointJson.Problem(StatusCodes.Status403Forbidden, "Not from here", "A page of another site may not change anything here.");
    }
}
