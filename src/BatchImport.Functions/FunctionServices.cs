using BatchImport.Functions.Orchestrations;
using BatchImport.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.Functions;

/// <summary>The services that the functions require besides the library; both hosts add them.</summary>
public static class FunctionServices
{
    /// <summary>Adds the services of the functions' constructors.</summary>
    public static IServiceCollection AddFunctionServices(this IServiceCollection services) => services
        .AddSingleton<ImportStarter>()
        .AddSingleton<LaneNotifier>()
        .AddSingleton<StrandedImports>()
        .AddSingleton<PoisonedFiles>();
}
