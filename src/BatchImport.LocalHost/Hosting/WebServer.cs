using System.Net;
using BatchImport.Functions;
using BatchImport.LocalHost.Configuration;
using BatchImport.LocalHost.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport.LocalHost.Hosting;

/// <summary>The HTTP server of a host, and the container with the functions' services.</summary>
internal static class WebServer
{
    /// <summary>Creates the server; it does not listen yet.</summary>
    public static WebApplication Build(LocalHostOptions options, IConfiguration settings, HostServices services, RequestGuard guard)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(settings).AddInMemoryCollection(Addresses(services, settings));
        builder.Logging.ClearProviders().SetMinimumLevel(options.LogLevel)
            .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        if (options.Log is { } log)
        {
            builder.Logging.AddProvider(log);
        }

        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options.ListenAddress, options.Port));
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddMvcCore();
        (options.ConfigureServices ?? AddImports)(builder.Services, builder.Configuration);
        var web = builder.Build();
        guard.Use(web);
        return web;
    }

    /// <summary>Checks the options and listens.</summary>
    /// <exception cref="LocalHostException">The port is taken, or a setting is wrong.</exception>
    public static async Task StartAsync(WebApplication web, int port, CancellationToken cancellationToken)
    {
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException ex) when (ex.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw LocalHostException.PortTaken("the host", port, "--port");
        }
        catch (OptionsValidationException ex)
        {
            throw new LocalHostException($"A setting is wrong: {string.Join(" ", ex.Failures)}", ex);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, IPAddress? address, int port)
    {
        // Commands on this machine find the host on its loopback.
        if (!IPAddress.Any.Equals(address) && !IPAddress.IPv6Any.Equals(address))
        {
            kestrel.ListenLocalhost(port);
        }

        if (address is not null && !address.Equals(IPAddress.Loopback) && !address.Equals(IPAddress.IPv6Loopback))
        {
            kestrel.Listen(address, port);
        }
    }

    private static void AddImports(IServiceCollection services, IConfiguration settings) => services.AddBatchImport(settings).AddFunctionServices();

    private static Dictionary<string, string?> Addresses(HostServices services, IConfiguration settings)
    {
        var addresses = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (services.Azurite is { } azurite)
        {
            addresses[HostSettings.Storage] = azurite.ConnectionString;
            if (!HostSettings.HasQueues(settings))
            {
                addresses[HostSettings.Queues] = azurite.ConnectionString;
            }

            if (azurite.TablePort != 0 && !HostSettings.HasTables(settings))
            {
                addresses[HostSettings.Tables] = azurite.ConnectionString;
            }
        }

        if (services.Redis is { } redis)
        {
            addresses[HostSettings.Redis] = redis.ConnectionString;
        }

        return addresses;
    }

    /// <summary>The code that created the host stops it; the host itself handles no signals.</summary>
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
