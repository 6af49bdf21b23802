using System.Text;
using System.Text.Json;
using Microsoft.DurableTask.Client;

namespace BatchImport.EndToEnd.Tests;

/// <summary>The cost of an import in the durable engine, whose price in Azure is its messages: counted from the histories, not timed.</summary>
public sealed class CostTests(LocalHostFixture host)
{
    private const int Rows = 50_000;
    private const int Pages = 50;
    private const int SlicesAPage = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_big_import_takes_at_most_half_an_activity_for_a_hundred_rows_and_a_lane_no_more_history_than_its_page_needs()
    {
        var csv = new StringBuilder("No,Name\n").AppendJoin("", Enumerable.Range(1, Rows).Select(number => $"{number},name {number}\n"));
        var id = await host.DropAsync("cost.csv", Encoding.UTF8.GetBytes(csv.ToString()), ("owner", "ada@example.com"));
        await host.EndAsync(id);
        var run = await HistoryAsync(id);
        var lanes = await host.App.DurableTaskClient.GetAllInstancesAsync(new(InstanceIdPrefix: $"{id}-lane-")).ToListAsync(Stop);

        foreach (var lane in lanes)
        {
            // The history of a lane contains only its last page: started, its slices, completed.
            var history = await HistoryAsync(lane.InstanceId);
            Assert.Equal(SlicesAPage, Count(history, "TaskCompleted"));
            Assert.InRange(history.Count, SlicesAPage + 2, SlicesAPage + 3);
        }

        Assert.Equal(lanes.Count, Count(run, "SubOrchestrationInstanceCompleted"));
        var activities = Count(run, "TaskCompleted") + (Pages * SlicesAPage);
        Assert.InRange(activities / (Rows / 100.0), 0, 0.5);
        Assert.InRange(run.Count, 1, lanes.Count + 10);
    }

    private static int Count(List<string> history, string type) => history.Count(each => each == type);

    private async Task<List<string>> HistoryAsync(string instance)
    {
        var json = await host.Http.GetStringAsync(new Uri($"runtime/webhooks/durabletask/instances/{instance}?showHistory=true", UriKind.Relative), Stop);
        return [.. JsonElement.Parse(json).GetProperty("historyEvents").EnumerateArray().Select(each => each.GetProperty("EventType").GetString()!)];
    }
}
