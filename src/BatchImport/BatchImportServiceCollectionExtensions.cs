using Azure.Core;
using Azure.Identity;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Pipeline;
using BatchImport.Results;
using BatchImport.Spreadsheets;
using BatchImport.Staging;
using BatchImport.Targets;
using BatchImport.Telemetry;
using BatchImport.Webhooks;
using BatchImport.Workbooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchImport;

/// <summary>Registers the services of imports.</summary>
public static class BatchImportServiceCollectionExtensions
{
    /// <summary>
    /// Adds all services of an import; settings come from the configuration, and are validated when the host starts. The host adds its
    /// <see cref="IStorageAccount"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="serviceName">The name of the host in telemetry; null for <c>batchimport</c>.</param>
    public static IServiceCollection AddBatchImport(this IServiceCollection services, IConfiguration configuration, string? serviceName = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ImportOptions>().Bind(configuration.GetSection(ImportOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddTelemetry(configuration, serviceName);
        services.AddSpreadsheets(configuration);
        services.AddResults(configuration);
        services.AddWorkbooks();
        services.AddMail(configuration);

        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.TryAddSingleton(provider => StorageContainers.Open(provider.GetRequiredService<IStorageAccount>()));
        services.AddSingleton<StorageContainers>();
        services.AddHostedService<StorageContainersStart>();
        services.AddSingleton<ImportClock>();
        services.AddSingleton<ImportDocuments>();
        services.AddSingleton<ProgressTracker>();
        services.AddSingleton<IDefinitionCatalog>(provider => new BlobDefinitionCatalog(
            provider.GetRequiredService<StorageContainers>().Definitions,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BlobDefinitionCatalog>>()));
        services.AddSingleton<IDefinitionStore>(provider => new BlobDefinitionStore(
            provider.GetRequiredService<StorageContainers>().Definitions, provider.GetRequiredService<IDefinitionCatalog>()));
        services.AddSingleton<ImportDefinitionChoice>();

        services.AddRowTargets(configuration);
        services.AddWebhooks(configuration);
        services.AddSingleton<PageStore>();
        services.AddSingleton<RetrySource>();
        services.AddSingleton<ContentClaims>();
        services.AddSingleton<DroppedContent>();
        services.AddSingleton<RepeatedContent>();
        services.AddSingleton<RowPager>();
        services.AddSingleton<RowStager>();
        services.AddSingleton<CommandWatcher>();
        services.AddSingleton<RowProcessor>();
        services.AddSingleton<ResultReconciler>();
        services.AddSingleton<WorkbookFiles>();
        services.AddSingleton<ResultNotifier>();
        services.AddSingleton<ImportWorkbook>();
        services.AddSingleton<WebhookNotifier>();
        services.AddSingleton<ImportCompletion>();
        services.AddSingleton<StepFailures>();
        services.AddSingleton<ImportWaits>();
        services.AddSingleton<ImportCleaner>();
        services.AddSingleton<LostImports>();
        services.AddSingleton<StartupWarmup>();
        services.AddHostedService<ImportWarmup>();

        services.AddSingleton<IDefinitionTemplates, DefinitionTemplates>();
        services.AddSingleton<IDroppedFiles, DroppedFiles>();
        services.AddSingleton<IImportRetries, ImportRetries>();
        services.AddSingleton<IImportRows, ImportRows>();
        services.AddSingleton<IImportCommandHandler, ImportCommandHandler>();
        services.AddSingleton<IImportSteps, ImportSteps>();
        return services;
    }
}
