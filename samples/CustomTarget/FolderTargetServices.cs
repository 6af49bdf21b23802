using BatchImport.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace CustomTarget;

/// <summary>Registers the target.</summary>
public static class FolderTargetServices
{
    /// <summary>Adds the target type <c>folder</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="root">The folder in which the definitions' folders are.</param>
    public static IServiceCollection AddFolderTarget(this IServiceCollection services, string root) =>
        services.AddSingleton<IRowTargetFactory>(new FolderTargetFactory(root));
}
