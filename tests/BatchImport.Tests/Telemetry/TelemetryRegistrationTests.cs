using Azure.Identity;
using BatchImport.Common;
using BatchImport.Staging;
using BatchImport.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BatchImport.Tests.Telemetry;

/// <summary>The destinations of telemetry.</summary>
[Collection(TelemetryRun.Name)]
public sealed class TelemetryRegistrationTests
{
    // No server listens there: nothing is sent in these tests.
    private const string Monitor = "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:1/";
    private const string Collector = "http://127.0.0.1:1/";

    [Fact]
    public async Task Nothing_listens_when_there_is_nowhere_to_send_it()
    {
        await using var services = Services([]);

        Assert.Null(services.GetService<TracerProvider>());
        Assert.Null(services.GetService<MeterProvider>());
        Assert.Null(services.GetService<LoggerProvider>());
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", Collector)]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", Monitor)]
    public async Task The_own_sampler_is_in_force_whatever_the_exporter(string setting, string value)
    {
        await using var services = Services(new() { [setting] = value, ["Telemetry:SliceRatio"] = "0" });
        using var tracing = services.GetRequiredService<TracerProvider>();
        var id = ImportId.For("imports", "any.csv", "1");

        using var stage = ImportTraces.Start(ImportStep.Stage, id, slice: null);
        using var slice = ImportTraces.Start(ImportStep.Slice, id, new RowSlice(id, 0, 0, 250));

        Assert.Equal((true, false), (stage?.Recorded, slice?.Recorded));
        Assert.Equal(id, slice!.TraceId.ToHexString());
        Assert.NotNull(services.GetService<MeterProvider>());
    }

    [Fact]
    public async Task Logs_go_to_a_collector_and_not_twice_to_Azure_Monitor()
    {
        await using var both = Services(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector, ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = Monitor });
        await using var monitor = Services(new() { ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = Monitor });

        Assert.NotNull(both.GetService<LoggerProvider>());
        Assert.Null(monitor.GetService<LoggerProvider>());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("ClientId=11111111-1111-1111-1111-111111111111", false)]
    [InlineData("Authorization=AAD", true)]
    [InlineData("ClientId=11111111-1111-1111-1111-111111111111;Authorization=AAD", true)]
    [InlineData(" authorization = aad ; ", true)]
    public void An_identity_signs_in_when_the_setting_asks_for_one(string? setting, bool isIdentity) =>
        Assert.Equal(isIdentity, MonitorIdentity.From(setting) is DefaultAzureCredential);

    [Theory]
    [InlineData("ImportRatio", "1.5")]
    [InlineData("SliceRatio", "-0.1")]
    public async Task A_ratio_outside_0_to_1_is_refused(string setting, string value)
    {
        await using var services = Services(new() { [$"Telemetry:{setting}"] = value });

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<TelemetryOptions>>().Value);
        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("people-app", null, "people-app")]
    [InlineData(null, null, "batchimport")]
    [InlineData("people-app", "chosen", "chosen")]
    public async Task The_service_has_the_name_that_its_host_or_a_setting_gives_it(string? host, string? setting, string expected)
    {
        Environment.SetEnvironmentVariable("OTEL_SERVICE_NAME", setting);
        try
        {
            await using var services = Services(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector, ["OTEL_SERVICE_NAME"] = setting }, host);
            using var tracing = services.GetRequiredService<TracerProvider>();

            Assert.Contains(new KeyValuePair<string, object>("service.name", expected), tracing.GetResource().Attributes);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_SERVICE_NAME", null);
        }
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings, string? name = null) => new ServiceCollection()
        .AddLogging()
        .AddTelemetry(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), name)
        .BuildServiceProvider();
}
