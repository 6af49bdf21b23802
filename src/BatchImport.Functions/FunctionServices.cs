using BatchImport.Functions.Orchestrations;
using BatchImport.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.Functions;

/// <summary>What the function files need besides the library; called by both hosts.</summary>
public static class FunctionServices
{
    /// <summary>Adds the services the functions take by their constructors.</summary>
    public static IServiceCollection AddFunctionServices(this IServiceCollection services) => services
        .AddSingleton<ImportStarter>()
        .AddSingleton<LaneNotifier>()
        .AddSingleton<StrandedImports>()
        .AddSingleton<PoisonedFiles>();
}
