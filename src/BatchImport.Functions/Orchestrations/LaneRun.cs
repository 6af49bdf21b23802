using System.Text.Json.Serialization;

namespace BatchImport.Functions.Orchestrations;

/// <summary>A lane's input: its pages, and its position.</summary>
/// <param name="BatchId">The import's id.</param>
/// <param name="Rows">Rows in the import.</param>
/// <param name="Pages">Pages in the import.</param>
/// <param name="SliceRows">Rows per activity.</param>
/// <param name="Step">The number of lanes: the lane processes every n-th page.</param>
/// <param name="Next">
/// The lane's position: the page to process now or, with <paramref name="Only"/>, the index in that list. At the start it is the lane's number.
/// </param>
/// <param name="Only">The only pages to process, when rows without a result are reprocessed; null for all.</param>
/// <param name="Retries">How steps are retried.</param>
/// <param name="Outage">The outage that the lane waits out; null for none.</param>
public sealed record LaneRun(
    string BatchId, int Rows, int Pages, int SliceRows, int Step, int Next, IReadOnlyList<int>? Only, RetrySchedule Retries, LaneOutage? Outage = null)
{
    /// <summary>The number of pages that the lanes share.</summary>
    [JsonIgnore]
    public int Count => Only?.Count ?? Pages;

    /// <summary>The page to process now.</summary>
    [JsonIgnore]
    public int Page => Only is null ? Next : Only[Next];
}
