using BatchImport.Telemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace BatchImport.Tests.Telemetry;

/// <summary>The parts of an exception that a log exports.</summary>
public sealed class ExceptionTypesTests
{
    [Fact]
    public void A_log_tells_an_exceptions_type_and_nothing_it_says()
    {
        var records = new List<LogRecord>();
        using (var loggers = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options => options.AddProcessor(new ExceptionTypes()).AddInMemoryExporter(records))))
        {
            Log(loggers.CreateLogger("BatchImport.Any"), "abc", new InvalidDataException("ada@example.com is wrong", new IOException("+43 555 1000")));
        }

        var record = Assert.Single(records);
        Assert.Null(record.Exception);
        Assert.Equal(
            [("BatchId", "abc"), ("exception.type", "System.IO.InvalidDataException")],
            record.Attributes!.Where(attribute => attribute.Key != "{OriginalFormat}").Select(attribute => (attribute.Key, attribute.Value?.ToString())));
    }

    private static void Log(ILogger logger, string batchId, Exception exception) =>
        LoggerMessage.Define<string>(LogLevel.Error, new EventId(1), "Import {BatchId} failed")(logger, batchId, exception);
}
