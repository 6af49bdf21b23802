using BatchImport.FunctionApp.Host.Worker;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchImport.FunctionApp.Host.Jobs;

/// <summary>The WebJobs SDK with the app's extensions: triggers, timers, the task hub.</summary>
internal static class JobHost
{
    /// <summary>Builds the job host.</summary>
    /// <param name="options">The app.</param>
    /// <param name="hostJson">The app's <c>host.json</c>.</param>
    /// <param name="functions">The app's functions.</param>
    /// <param name="logs">Receives the job host's logs.</param>
    public static IHost Build(FunctionAppOptions options, IConfiguration hostJson, IReadOnlyList<AppFunction> functions, ILoggerFactory logs)
    {
        var startups = AppExtensions.Load(options.AppFolder);
        return new HostBuilder()
            .ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(HostConfiguration.ForJobs(hostJson)).AddEnvironmentVariables())
            .ConfigureWebJobs(jobs =>
            {
                jobs.AddAzureStorageCoreServices();
                jobs.AddTimers();
                foreach (var startup in startups)
                {
                    startup.Configure(jobs);
                }
            })
            .ConfigureServices(services =>
            {
                services.AddSingleton(logs);
                services.AddSingleton<ITypeLocator>(provider => new FunctionTypes(provider, functions));
                services.AddSingleton<IHostIdProvider>(new HostId());
#pragma warning disable CS0618 // Marked "not ready for public consumption"; extensions ask the Functions host for it all the same.
                services.AddSingleton<IWebHookProvider>(new WebHooks(options.Address));
#pragma warning restore CS0618
            })
            .Build();
    }

    private sealed class FunctionTypes(IServiceProvider services, IReadOnlyList<AppFunction> functions) : ITypeLocator
    {
        // The metadata provider depends on this locator: resolve it only after both are created.
        private IReadOnlyList<Type>? _types;

        public IReadOnlyList<Type> GetTypes() => _types ??= [FunctionMethods.Build(functions.Where(IsEnabled), services.GetRequiredService<IJobHostMetadataProviderFactory>().Create().GetAttributeTypeFromName)];
    }

    // As on the Functions host; the WebJobs SDK alone does not know the setting.
    private static bool IsEnabled(AppFunction function) =>
        !string.Equals(Environment.GetEnvironmentVariable($"AzureWebJobs.{function.Name}.Disabled"), "true", StringComparison.OrdinalIgnoreCase);

    private sealed class HostId : IHostIdProvider
    {
        public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult("batchimport-contract");
    }

#pragma warning disable CS0618
    private sealed class WebHooks(Uri address) : IWebHookProvider
    {
        public Uri GetUrl(IExtensionConfigProvider extension) => new(address, $"{Http.HttpServer.WebHookPath}{Http.HttpServer.WebHookName(extension)}");
    }
#pragma warning restore CS0618
}
