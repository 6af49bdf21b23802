using BatchImport.Functions.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// Keeps other sites' pages, which a browser on this machine may show, from the host: it asks for no key. In Azure, keys do that.
/// </summary>
internal static class BrowserGuard
{
    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Has requests taken by this machine's own names only, so that no other name can be made to mean it (DNS rebinding).</summary>
    /// <param name="services">The host's services; its server filters by their options.</param>
    /// <param name="hasOtherNames">True when it serves on other addresses too, whose names are not known here.</param>
    public static void AddTo(IServiceCollection services, bool hasOtherNames) =>
        services.Configure<HostFilteringOptions>(options => options.AllowedHosts = hasOtherNames ? ["*"] : OwnNames);

    /// <summary>Changes nothing for a page from elsewhere.</summary>
    public static void Use(WebApplication web) =>
        web.Use(async (context, next) =>
        {
            var isReading = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method);
            if (!isReading && CallerCheck.Refusal(context.Request) is { } refusal)
            {
                await refusal.ExecuteAsync(context);
                return;
            }

            await next(context);
        });
}
