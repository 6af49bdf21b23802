using System.Text;
using Azure.Storage.Blobs;
using BatchImport.Staging;
using BatchImport.Targets;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BatchImport.EndToEnd.Tests;

/// <summary>The data that a host sends to a collector: it shows the progress of an import, and none of its contents.</summary>
public sealed class TelemetryTests(TelemetryTests.WatchedHost host) : IClassFixture<TelemetryTests.WatchedHost>
{
    private const string Owner = "olivia.owner@example.net";
    private const string FileName = "personal-list-of-olivia.csv";

    // Texts of up to three bytes occur by chance among the binary ids; every short name is in an address as well.
    private const int ShortestSought = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_can_be_watched_and_nothing_sent_has_a_value_of_its_rows()
    {
        await host.DefineAsync("leaky", """{ "name": "leaky", "target": "leaky", "columns": [{ "name": "Email" }] }""");
        var imported = await host.DropAsync(FileName, SampleCustomers.Csv(), ("owner", Owner));
        var faulty = await host.DropAsync("faulty-" + FileName, SampleCustomers.Csv(), ("owner", Owner), ("definition", "leaky"));
        var broken = await host.DropAsync("broken-" + FileName, "no spreadsheet\0"u8.ToArray(), ("owner", Owner));
        foreach (var id in (string[])[imported, faulty, broken])
        {
            await host.EndAsync(id);
        }

        host.Flush();

        var traces = host.Collector.Received("traces");
        foreach (var id in (string[])[imported, faulty, broken])
        {
            Assert.True(Has(traces, Convert.FromHexString(id)), $"There is no trace of import {id}.");
        }

        AssertHas(traces, "import", "stage", "slice", "reconcile", "compose", "send", "finish", "batchimport.rows.succeeded");
        AssertHas(
            host.Collector.Received("metrics"),
            "batchimport.rows", "batchimport.staged_rows", "batchimport.imports", "batchimport.step.duration", "batchimport.redis.duration", "batchimport.queue.depth");
        AssertHas(host.Collector.Received("logs"), imported, "BatchId", "is staged: ");

        var everything = host.Collector.Received();
        foreach (var secret in Values().Append(Owner).Append("personal-list-of-olivia").Append(LeakyTarget.Said))
        {
            Assert.False(Has(everything, Encoding.UTF8.GetBytes(secret)), $"'{secret}' was sent to the collector.");
        }
    }

    private static IEnumerable<string> Values() => Enumerable.Range(0, SampleCustomers.Count)
        .SelectMany(index => SampleCustomers.Row(index).OfType<string>().Skip(1))
        .Where(value => Encoding.UTF8.GetByteCount(value) >= ShortestSought)
        .Distinct(StringComparer.Ordinal);

    private static void AssertHas(byte[] sent, params string[] texts)
    {
        foreach (var text in texts)
        {
            Assert.True(Has(sent, Encoding.UTF8.GetBytes(text)), $"'{text}' was not sent to the collector.");
        }
    }

    private static bool Has(ReadOnlySpan<byte> sent, ReadOnlySpan<byte> sought) => sent.IndexOf(sought) >= 0;

    /// <summary>A host with a collector, where every span is kept.</summary>
    public sealed class WatchedHost : LocalHostFixture
    {
        private OtlpReceiver? _collector;

        public OtlpReceiver Collector => _collector ?? throw new InvalidOperationException("The collector has not started.");

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["Telemetry:SliceRatio"] = "1",
        };

        public override async ValueTask InitializeAsync()
        {
            _collector = await OtlpReceiver.StartAsync();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Collector.DisposeAsync();
        }

        public Task DefineAsync(string name, string json) => new BlobServiceClient(App.Azurite!.ConnectionString)
            .GetBlobContainerClient(StorageContainers.DefinitionsName)
            .GetBlobClient(name + ".json")
            .UploadAsync(BinaryData.FromString(json), overwrite: true, Stop);

        /// <summary>Sends buffered data.</summary>
        public void Flush()
        {
            Assert.True(App.Services.GetRequiredService<TracerProvider>().ForceFlush());
            Assert.True(App.Services.GetRequiredService<MeterProvider>().ForceFlush());
            Assert.True(App.Services.GetRequiredService<LoggerProvider>().ForceFlush());
        }

        protected override void Configure(IServiceCollection services, IConfiguration settings)
        {
            base.Configure(services, settings);
            services.AddSingleton<IRowTarget, LeakyTarget>();
        }
    }

    /// <summary>A target with a bug, whose exceptions contain all values.</summary>
    private sealed class LeakyTarget : IRowTarget
    {
        public const string Said = "cannot take the row of";

        public string Name => "leaky";

        public ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"{Said} {string.Join(", ", row.Values.Select(cell => cell.Text))}");
    }
}
