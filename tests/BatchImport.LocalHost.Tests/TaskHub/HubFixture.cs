using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.LocalHost.Tests.TaskHub;

/// <summary>A task hub in a new folder, which can be stopped, killed and restarted.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    /// <summary>The longest wait for an expected event before a test fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private LocalTaskHub? _hub;

    public HubFixture()
    {
        Folder = Directory.CreateTempSubdirectory("hub-").FullName;
        Options = new TaskHubOptions { HubName = "Test", Folder = Folder, MaxConcurrentActivityFunctions = 8, MaxConcurrentOrchestratorFunctions = 8 };
    }

    public string Folder { get; }

    public TaskHubOptions Options { get; set; }

    public TaskHubRegistry Registry { get; set; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    public LocalTaskHub Hub => _hub ?? throw new InvalidOperationException("The hub is not started.");

    public DurableTaskClient Client => Hub.Client;

    /// <summary>Starts or restarts the hub.</summary>
    public async Task<DurableTaskClient> StartAsync()
    {
        await OpenAsync();
        await Hub.StartAsync(TestContext.Current.CancellationToken);
        return Client;
    }

    public async Task OpenAsync()
        => _hub = await LocalTaskHub.OpenAsync(Options, Registry, Time, LoggerFactory, TestContext.Current.CancellationToken);

    public async Task StopAsync()
    {
        await Hub.StopAsync(CancellationToken.None);
        _hub = null;
    }

    /// <summary>Ends the hub as a SIGKILL would.</summary>
    public async Task KillAsync()
    {
        await Hub.AbortAsync();
        _hub = null;
    }

    public async Task<DurableTaskClient> KillAndRestartAsync()
    {
        await KillAsync();
        return await StartAsync();
    }

    public void Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run) => Registry.AddOrchestrator(name, run);

    public void Activity<T>(string name, Func<T?, object?> run) => Registry.AddActivity(name, typeof(T), (input, _) => Task.FromResult(run((T?)input)));

    public void Activity<T>(string name, Func<T?, CancellationToken, Task<object?>> run)
        => Registry.AddActivity(name, typeof(T), (input, stop) => run((T?)input, stop));

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, string? instanceId = null)
        => await EndAsync(await ScheduleAsync(name, input, instanceId));

    public Task<string> ScheduleAsync(string name, object? input = null, string? instanceId = null)
        => ScheduleAsync(name, input, new StartOrchestrationOptions(instanceId));

    public Task<string> ScheduleAsync(string name, object? input, StartOrchestrationOptions options)
        => Client.ScheduleNewOrchestrationInstanceAsync(name, input, options, TestContext.Current.CancellationToken);

    public Task RaiseAsync(string id, string name, object? payload = null) => Client.RaiseEventAsync(id, name, payload, TestContext.Current.CancellationToken);

    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using CancellationTokenSource patience = new(Patience);
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
    }

    /// <summary>Waits for a condition to become true.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!condition())
        {
            await Task.Delay(2, patience.Token);
        }
    }

    public async Task<OrchestrationMetadata> UntilAsync(string id, Func<OrchestrationMetadata, bool> condition)
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            var metadata = await Client.GetInstanceAsync(id, getInputsAndOutputs: true, patience.Token);
            if (metadata is not null && condition(metadata))
            {
                return metadata;
            }

            await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>
    /// Advances the time in steps until an instance has ended, each step once the orchestration waits only for a timer: the events
    /// of one step's time are processed before the next.
    /// </summary>
    public async Task<OrchestrationMetadata> AdvanceToEndAsync(FakeTimeProvider time, string id, TimeSpan step)
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            var metadata = await Client.GetInstanceAsync(id, getInputsAndOutputs: true, patience.Token);
            if (metadata is { IsCompleted: true })
            {
                return metadata;
            }

            if (await Hub.IsQuietAsync())
            {
                time.Advance(step);
            }

            await Task.Delay(1, patience.Token);
        }
    }

    /// <summary>The events of an instance's history, by their types.</summary>
    public IReadOnlyList<string> History(string id)
        => [.. Hub.Reader.History(Hub.Reader.FindInstance(id)!.Key).SelectMany(step => step.Events).Select(e => e.EventType.ToString())];

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
