using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.Workbooks;

/// <summary>Registers the writing of result workbooks.</summary>
internal static class WorkbooksServiceCollectionExtensions
{
    /// <summary>Adds <see cref="WorkbookComposer"/>.</summary>
    public static IServiceCollection AddWorkbooks(this IServiceCollection services) => services.AddSingleton<WorkbookComposer>();
}
