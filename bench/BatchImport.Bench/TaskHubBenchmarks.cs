using BatchImport.LocalHost.TaskHub;
using BenchmarkDotNet.Attributes;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchImport.Bench;

/// <summary>Durable activities of the LocalHost's task hub; figures are per activity.</summary>
public class TaskHubBenchmarks
{
    private const int Activities = 8_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("bench-hub-").FullName;
    private LocalTaskHub _hub = null!;

    /// <summary>Concurrent orchestrations that share the activities.</summary>
    [Params(1, 8)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var registry = new TaskHubRegistry();
        registry.AddActivity("Work", typeof(int), (input, _) => Task.FromResult(input));
        registry.AddOrchestrator("Lane", async context =>
        {
            await Task.WhenAll(Enumerable.Range(0, context.GetInput<int>()).Select(number => context.CallActivityAsync<int>("Work", number)));
            return null;
        });
        _hub = await LocalTaskHub.OpenAsync(
            new TaskHubOptions { HubName = "Bench", Folder = _folder, MaxConcurrentActivityFunctions = 128, MaxConcurrentOrchestratorFunctions = 64 },
            registry,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
        await _hub.StartAsync(CancellationToken.None);
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _hub.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Activities)]
    public Task FanOut() => Task.WhenAll(Enumerable.Range(0, Lanes).Select(async _ =>
    {
        var id = await _hub.Client.ScheduleNewOrchestrationInstanceAsync("Lane", Activities / Lanes);
        var ended = await _hub.Client.WaitForInstanceCompletionAsync(id);
        if (ended.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
        {
            throw new InvalidOperationException($"The orchestration ended as {ended.RuntimeStatus}.");
        }
    }));
}
