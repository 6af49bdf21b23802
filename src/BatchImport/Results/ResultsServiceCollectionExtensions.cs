using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace BatchImport.Results;

/// <summary>Registers results and progress in Redis.</summary>
internal static class ResultsServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IResultStore"/> over one shared <see cref="IConnectionMultiplexer"/>, which connects when the host starts, or when it is first
    /// resolved.
    /// </summary>
    public static IServiceCollection AddResults(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RedisOptions>().Bind(configuration.GetSection("Redis")).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddSingleton(provider => new RedisIdentity(
            Options(provider).PrincipalId, provider.GetRequiredService<TokenCredential>(), provider.GetRequiredService<TimeProvider>(), Logger(provider, nameof(RedisIdentity))));
        services.AddSingleton(provider =>
        {
            var options = Options(provider);
            var identity = string.IsNullOrWhiteSpace(options.HostName) ? null : provider.GetRequiredService<RedisIdentity>();
            return RedisConnection.Open(RedisConnection.Configure(options, identity), identity, Logger(provider, nameof(RedisConnection)));
        });
        services.AddSingleton<IResultStore, RedisResultStore>();
        services.AddSingleton<InFlightMarkers>();
        services.AddHostedService<RedisStart>();
        return services;
    }

    private static RedisOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<RedisOptions>>().Value;

    private static ILogger Logger(IServiceProvider provider, string name) =>
        provider.GetService<ILoggerFactory>()?.CreateLogger($"BatchImport.Results.{name}") ?? NullLogger.Instance;
}
