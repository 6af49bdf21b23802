using System.Diagnostics.Metrics;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>What can be measured of a task hub; nothing is, while nobody listens.</summary>
internal sealed class HubMetrics : IDisposable
{
    private readonly Meter _meter = new("BatchImport.LocalHost");

    /// <param name="waiting">How many activities wait.</param>
    public HubMetrics(Func<int> waiting) =>
        _meter.CreateObservableGauge("batchimport.queue.depth", waiting, "{activity}", "Activities that wait for a worker of the task hub");

    public void Dispose() => _meter.Dispose();
}
