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
    /// <summary>Adds <see cref="IResultStore"/> over one shared <see cref="IConnectionMultiplexer"/>, which connects when it is first asked for.</summary>
    public static IServiceCollection AddResults(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RedisOptions>().Bind(configuration.GetSection("Redis")).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => RedisConnection.Open(
            provider.GetRequiredService<IOptions<RedisOptions>>().Value,
            provider.GetService<ILoggerFactory>()?.CreateLogger("BatchImport.Results.RedisConnection") ?? NullLogger.Instance));
        services.AddSingleton<IResultStore, RedisResultStore>();
        return services;
    }
}
