using Azure.Core;
using BatchImport.Functions.Endpoints;
using BatchImport.Functions.Orchestrations;
using BatchImport.Functions.Triggers;
using BatchImport.Staging;
using BatchImport.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.Functions;

/// <summary>The services that the functions require besides the library; both hosts add them.</summary>
public static class FunctionServices
{
    /// <summary>Adds the services of the functions' constructors, and those that the library requires from a host.</summary>
    public static IServiceCollection AddFunctionServices(this IServiceCollection services) => services
        .AddSingleton(provider => new HostStorageAccount(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<TokenCredential>))
        .AddSingleton<IStorageAccount>(provider => provider.GetRequiredService<HostStorageAccount>())
        .AddSingleton(provider => new PoisonQueue(provider.GetRequiredService<HostStorageAccount>().OpenQueues()))
        .AddSingleton<IImportPaths, ImportPaths>()
        .AddSingleton<ImportStarter>()
        .AddSingleton<LaneNotifier>()
        .AddSingleton<StrandedImports>()
        .AddSingleton<PoisonedFiles>();
}
