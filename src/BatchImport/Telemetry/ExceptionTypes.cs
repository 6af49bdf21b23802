using OpenTelemetry;
using OpenTelemetry.Logs;

namespace BatchImport.Telemetry;

/// <summary>Replaces an exception by its type: messages of unknown exceptions may contain rows, addresses and names of files.</summary>
internal sealed class ExceptionTypes : BaseProcessor<LogRecord>
{
    private const string Name = "exception.type";

    public override void OnEnd(LogRecord data)
    {
        if (data.Exception is { } exception)
        {
            data.Exception = null;
            data.Attributes = [.. data.Attributes ?? [], new KeyValuePair<string, object?>(Name, exception.GetType().FullName)];
        }
    }
}
