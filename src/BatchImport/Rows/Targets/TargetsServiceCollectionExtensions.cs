using BatchImport.Rows.Targets.Gates;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.Rows.Targets;

/// <summary>Registers the targets and the way to them.</summary>
internal static class TargetsServiceCollectionExtensions
{
    /// <summary>Adds the built-in targets; an installation adds its own as further <see cref="IRowTarget"/> or <see cref="IRowTargetFactory"/>.</summary>
    public static IServiceCollection AddRowTargets(this IServiceCollection services)
    {
        services.AddSingleton<IRowTarget, NoTarget>();
        services.AddSingleton<RowTargets>();
        services.AddSingleton<TargetGates>();
        services.AddSingleton<RowSender>();
        return services;
    }
}
