using System.Globalization;
using System.Text.Json;

namespace BatchImport.Load.Host;

/// <summary>The time per step of an import, in seconds, from the history of its orchestration.</summary>
/// <param name="Trigger">From the drop until the start of the run.</param>
/// <param name="Stage">StageRows.</param>
/// <param name="Rows">All lanes.</param>
/// <param name="Reconcile">ReconcileResults.</param>
/// <param name="Compose">ComposeWorkbook.</param>
/// <param name="Send">SendResults, until the mail was in the outbox.</param>
internal sealed record StageTimes(double Trigger, double Stage, double Rows, double Reconcile, double Compose, double Send)
{
    /// <summary>Reads a history in the format of the durable management endpoint.</summary>
    public static StageTimes Read(JsonElement instance, DateTimeOffset dropped)
    {
        var events = instance.GetProperty("historyEvents").EnumerateArray().ToArray();
        var began = Time(events.First(each => Is(each, "ExecutionStarted")), "Timestamp");
        var lanes = events.Where(each => Is(each, "SubOrchestrationInstanceCompleted")).ToArray();
        return new StageTimes(
            (began - dropped).TotalSeconds,
            Activity(events, "StageRows"),
            lanes.Length == 0 ? 0 : (lanes.Max(each => Time(each, "Timestamp")) - lanes.Min(each => Time(each, "ScheduledTime"))).TotalSeconds,
            Activity(events, "ReconcileResults"),
            Activity(events, "ComposeWorkbook"),
            Activity(events, "SendResults"));
    }

    private static double Activity(JsonElement[] events, string name) => events
        .Where(each => Is(each, "TaskCompleted") && each.GetProperty("FunctionName").GetString() == name)
        .Sum(each => (Time(each, "Timestamp") - Time(each, "ScheduledTime")).TotalSeconds);

    private static bool Is(JsonElement each, string type) => each.GetProperty("EventType").GetString() == type;

    private static DateTimeOffset Time(JsonElement each, string name) =>
        DateTimeOffset.Parse(each.GetProperty(name).GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
