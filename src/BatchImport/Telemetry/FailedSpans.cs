using System.Diagnostics;
using OpenTelemetry;

namespace BatchImport.Telemetry;

/// <summary>Keeps the spans that failed, also those that sampling did not select.</summary>
internal sealed class FailedSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Status == ActivityStatusCode.Error)
        {
            data.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        }
    }
}
