using System.Diagnostics.Metrics;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>The metrics of a task hub; they cost nothing while no listener collects them.</summary>
internal sealed class HubMetrics : IDisposable
{
    private readonly Meter _meter = new("BatchImport.LocalHost");

    /// <param name="waiting">How many activities wait.</param>
    public HubMetrics(Func<int> waiting) =>
        _meter.CreateObservableGauge("batchimport.queue.depth", waiting, "{activity}", "Activities that wait for a worker of the task hub");

    public void Dispose() => _meter.Dispose();
}
