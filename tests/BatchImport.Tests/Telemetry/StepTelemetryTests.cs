using System.Diagnostics;
using System.Globalization;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Staging;
using BatchImport.Telemetry;
using BatchImport.Testing;
using BatchImport.Tests.Pipeline;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BatchImport.Tests.Telemetry;

/// <summary>The telemetry of an import while it runs.</summary>
[Collection(TelemetryRun.Name)]
[Trait("Speed", "Slow")]
public sealed class StepTelemetryTests(AzuriteServer azurite, RedisServer redis)
{
    private static readonly string BatchId = ImportId.For("imports", "any.csv", "1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_steps_of_an_import_are_one_trace_that_its_id_names()
    {
        var spans = new List<Activity>();
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(ImportTraces.SourceName).AddInMemoryExporter(spans).Build();
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        var request = await fixture.DropAsync("three.csv", "No,Mail\n1,a@example.com\n2,b@example.com\n3\n", ("owner", "ada@example.com"));

        await fixture.RunAsync(request);

        tracing.ForceFlush();
        Assert.All(spans, span => Assert.Equal((request.BatchId, request.BatchId[..16]), (span.TraceId.ToHexString(), span.ParentSpanId.ToHexString())));
        Assert.Equal(
            [ImportStep.Compose, ImportStep.Finish, ImportStep.Import, ImportStep.Reconcile, ImportStep.Send, ImportStep.Slice, ImportStep.Slice, ImportStep.Slice, ImportStep.Stage],
            spans.Select(span => span.OperationName).Order(StringComparer.Ordinal));
        Assert.Equal("Completed", Tag(spans, ImportStep.Import, ImportTags.State));
        Assert.Equal("3", Tag(spans, ImportStep.Import, ImportTags.RowsSucceeded));
        Assert.Equal("3", Tag(spans, ImportStep.Stage, ImportTags.Rows));
        Assert.Equal(request.ReceivedAt.UtcDateTime, spans.Single(span => span.OperationName == ImportStep.Import).StartTimeUtc);
    }

    [Fact]
    public async Task What_was_done_and_how_long_it_took_is_measured()
    {
        var metrics = new List<MetricSnapshot>();
        using var metering = Sdk.CreateMeterProviderBuilder().AddMeter(ImportMetrics.MeterName).AddInMemoryExporter(metrics).Build();
        await using var fixture = await ImportFixture.CreateAsync(azurite, redis);
        await fixture.DefineAsync("measured", """{ "name": "measured", "columns": [{ "name": "Measured mail", "type": "email", "required": true }] }""");
        var request = await fixture.DropAsync("three.csv", "Measured mail\na@example.com\nnone\nb@example.com\n", ("owner", "ada@example.com"));

        await fixture.RunAsync(request);

        metering.ForceFlush();
        Assert.Equal(2, Sum(metrics, "batchimport.rows", ImportTags.Result, "success"));
        Assert.Equal(1, Sum(metrics, "batchimport.rows", ImportTags.Result, "error"));
        Assert.Equal(1, Sum(metrics, "batchimport.imports", ImportTags.State, "Completed"));
        Assert.Equal(3, metrics.Single(metric => metric.Name == "batchimport.staged_rows").MetricPoints.Sum(point => point.GetSumLong()));
        Assert.Equal(3, Count(metrics, "batchimport.step.duration", ImportTags.Step, ImportStep.Slice));
        Assert.True(Count(metrics, "batchimport.redis.duration", ImportTags.RedisOperation, "write") >= 3);
    }

    [Fact]
    public async Task Of_a_failure_only_the_exceptions_type_is_told_and_sampling_keeps_it()
    {
        var spans = new List<Activity>();
        using var tracing = Sdk.CreateTracerProviderBuilder()
            .AddSource(ImportTraces.SourceName)
            .SetSampler(new ImportSampler(importRatio: 0, sliceRatio: 0))
            .AddProcessor(new FailedSpans())
            .AddInMemoryExporter(spans)
            .Build();
        var telemetry = new StepTelemetry(TimeProvider.System, NullLogger<StepTelemetry>.Instance);

        await RunAsync(telemetry, () => Task.FromResult(1));
        await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(telemetry, () => throw new InvalidDataException("ada@example.com is wrong")));

        tracing.ForceFlush();
        var failed = Assert.Single(spans);
        Assert.Equal((ActivityStatusCode.Error, (string?)null), (failed.Status, failed.StatusDescription));
        Assert.Equal("System.IO.InvalidDataException", failed.GetTagItem(ImportTags.ErrorType));
        Assert.Empty(failed.Events);
        Assert.DoesNotContain(failed.TagObjects, tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture)!.Contains("ada", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_step_that_the_host_interrupts_has_not_failed()
    {
        var spans = new List<Activity>();
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(ImportTraces.SourceName).AddInMemoryExporter(spans).Build();
        var telemetry = new StepTelemetry(TimeProvider.System, NullLogger<StepTelemetry>.Instance);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(
            telemetry,
            async () =>
            {
                await stop.CancelAsync();
                stop.Token.ThrowIfCancellationRequested();
                return 0;
            },
            stop.Token));

        tracing.ForceFlush();
        Assert.Equal(ActivityStatusCode.Unset, Assert.Single(spans).Status);
    }

    [Fact]
    public async Task What_a_step_logs_has_the_batch_id_in_its_scope()
    {
        var records = new List<LogRecord>();
        using var loggers = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.IncludeScopes = true;
            options.AddInMemoryExporter(records);
        }));
        var logger = loggers.CreateLogger("Any");

        await RunAsync(new StepTelemetry(TimeProvider.System, loggers.CreateLogger<StepTelemetry>()), () =>
        {
            LoggerMessage.Define(LogLevel.Information, new EventId(1), "At it")(logger, null);
            return Task.FromResult(1);
        });

        var scopes = new List<KeyValuePair<string, object?>>();
        Assert.Single(records).ForEachScope(
            static (scope, all) =>
            {
                foreach (var value in scope)
                {
                    all.Add(value);
                }
            },
            scopes);
        Assert.Contains(new KeyValuePair<string, object?>("BatchId", BatchId), scopes);
    }

    [Fact]
    public void Nothing_is_allocated_while_nobody_listens()
    {
        var slice = new RowSlice(BatchId, 1, 250, 250);
        Watch();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var time = 0; time < 1_000; time++)
        {
            Watch();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Watch()
        {
            Assert.Null(ImportTraces.Start(ImportStep.Slice, BatchId, slice));
            ImportMetrics.Processed([]);
            ImportMetrics.Staged(1_000);
            ImportMetrics.StepEnded(ImportStep.Slice, TimeSpan.FromSeconds(1), errorType: null);
        }
    }

    private static Task<int> RunAsync(StepTelemetry telemetry, Func<Task<int>> work, CancellationToken? stop = null) => telemetry.RunAsync(
        ImportStep.Slice, BatchId, work, static (it, _, _) => it(), static (span, written) => StepTags.Processed(span, new ProcessedSlice(written, RunCommand.Continue)), new RowSlice(BatchId, 1, 250, 250), stop ?? Stop);

    private static string? Tag(List<Activity> spans, string step, string tag) =>
        Convert.ToString(spans.Single(span => span.OperationName == step).GetTagItem(tag), CultureInfo.InvariantCulture);

    private static long Sum(List<MetricSnapshot> metrics, string name, string tag, string value) => Point(metrics, name, tag, value).GetSumLong();

    private static long Count(List<MetricSnapshot> metrics, string name, string tag, string value) => Point(metrics, name, tag, value).GetHistogramCount();

    private static MetricPoint Point(List<MetricSnapshot> metrics, string name, string tag, string value) => metrics.Single(metric => metric.Name == name).MetricPoints
        .Single(point =>
        {
            foreach (var (key, held) in point.Tags)
            {
                if (key == tag && Equals(held, value))
                {
                    return true;
                }
            }

            return false;
        });
}
