using Azure.Core;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Targets.Http;
using BatchImport.Targets.Lists;
using BatchImport.Targets.Queue;
using BatchImport.Targets.RateLimits;
using BatchImport.Targets.Sql;
using BatchImport.Targets.Table;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BatchImport.Targets;

/// <summary>Registers the targets and the components that send rows to them.</summary>
internal static class TargetsServiceCollectionExtensions
{
    /// <summary>Adds the built-in targets; an installation adds others as further <see cref="IRowTarget"/> or <see cref="IRowTargetFactory"/>.</summary>
    public static IServiceCollection AddRowTargets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TargetOptions>().Bind(configuration.GetSection(TargetOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(configuration);

        // Its loggers log addresses, and with them values of rows.
        services.AddHttpClient(TargetConnections.HttpClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => TargetConnections.CreateHandler(
                AllowedHosts.TryParse(provider.GetRequiredService<IOptions<TargetOptions>>().Value.AllowedHosts, out var hosts, out var problem)
                    ? hosts
                    : throw new InvalidOperationException(problem)))
            .RemoveAllLoggers();
        services.AddSingleton<IRowTarget, NoTarget>();
        services.AddSingleton<IRowTargetFactory, HttpTargetFactory>();
        services.AddSingleton<IRowTargetFactory>(provider => new TableTargetFactory(
            provider.GetRequiredService<IOptions<TargetOptions>>(), provider.GetRequiredService<TokenCredential>));
        services.AddSingleton(provider => new SqlConnections(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<TokenCredential>));
        services.AddSingleton<IRowTargetFactory, SqlTargetFactory>();
        services.AddSingleton(provider => new QueueConnections(provider.GetRequiredService<IOptions<TargetOptions>>(), provider.GetRequiredService<TokenCredential>));
        services.AddSingleton<IRowTargetFactory, QueueTargetFactory>();
        services.AddSingleton<SqlLedgers>();
        services.AddSingleton(provider => new BlobLists(provider.GetRequiredService<StorageContainers>().Lists, provider.GetRequiredService<IOptions<SpreadsheetLimits>>()));
        services.AddSingleton<TableLists>();
        services.AddSingleton<ReferenceListLoader>();
        services.AddSingleton<RowTargets>();
        services.AddSingleton<TargetRateLimiters>();
        services.AddSingleton<RowSender>();
        services.AddSingleton<BatchSender>();
        return services;
    }
}
