using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BatchImport.Spreadsheets;

/// <summary>Registers the limits of spreadsheets.</summary>
internal static class SpreadsheetsServiceCollectionExtensions
{
    /// <summary>Binds <see cref="SpreadsheetLimits"/> to the section <c>Spreadsheets</c>; a value that is out of range prevents the start.</summary>
    public static IServiceCollection AddSpreadsheets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SpreadsheetLimits>()
            .Bind(configuration.GetSection(SpreadsheetLimits.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        return services;
    }
}
