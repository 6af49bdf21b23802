using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BatchImport.Telemetry;

/// <summary>Registers telemetry.</summary>
internal static class TelemetryServiceCollectionExtensions
{
    // This solution only: traces, metrics and logs of other libraries may contain the names of files and addresses.
    private const string Own = "BatchImport";
    private const string OwnMeters = "BatchImport*";

    /// <summary>
    /// Adds telemetry and its exporters by the settings: with <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (and the other variables that OpenTelemetry
    /// defines) OTLP, with <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> Azure Monitor. With neither, nothing is exported.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="serviceName">The name of the host in telemetry, unless <c>OTEL_SERVICE_NAME</c> is set; null for <c>batchimport</c>.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration, string? serviceName)
    {
        services.AddOptions<TelemetryOptions>().Bind(configuration.GetSection(TelemetryOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<StepTelemetry>();

        var toCollector = !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var monitor = configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"];
        if (!toCollector && string.IsNullOrWhiteSpace(monitor))
        {
            return services;
        }

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => Name(resource, configuration, serviceName))
            .WithMetrics(metrics => metrics.AddMeter(OwnMeters))
            .WithTracing(tracing => tracing.AddSource(ImportTraces.SourceName).AddProcessor(new FailedSpans()));
        if (!string.IsNullOrWhiteSpace(monitor))
        {
            AddMonitor(telemetry, monitor, configuration);
        }

        if (toCollector)
        {
            AddCollector(telemetry);
        }

        // The last sampler takes effect, and an exporter may set another one.
        services.ConfigureOpenTelemetryTracerProvider((provider, tracing) => tracing.SetSampler(Sampler(provider)));
        return services;
    }

    private static ImportSampler Sampler(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        return new ImportSampler(options.ImportRatio, options.SliceRatio);
    }

    private static void Name(ResourceBuilder resource, IConfiguration configuration, string? serviceName)
    {
        if (string.IsNullOrWhiteSpace(configuration["OTEL_SERVICE_NAME"]))
        {
            resource.AddService(serviceName ?? "batchimport");
        }
    }

    private static void AddCollector(OpenTelemetryBuilder telemetry)
    {
        telemetry.WithLogging(
            logging => logging.AddProcessor(new ExceptionTypes()),
            logging =>
            {
                logging.IncludeScopes = true;
                logging.IncludeFormattedMessage = true;
            });
        telemetry.Services.AddLogging(logging => logging
            .AddFilter<OpenTelemetryLoggerProvider>(category: null, LogLevel.None)
            .AddFilter<OpenTelemetryLoggerProvider>(Own, LogLevel.Information));
        telemetry.UseOtlpExporter();
    }

    /// <summary>Exports traces and metrics. The Functions host already exports logs, which would otherwise be duplicated.</summary>
    private static void AddMonitor(OpenTelemetryBuilder telemetry, string connectionString, IConfiguration configuration)
    {
        var identity = MonitorIdentity.From(configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]);
        telemetry
            .WithTracing(tracing => tracing.AddAzureMonitorTraceExporter(options => options.ConnectionString = connectionString, identity))
            .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(options => options.ConnectionString = connectionString, identity));
    }
}
