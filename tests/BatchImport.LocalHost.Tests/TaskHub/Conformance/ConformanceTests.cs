using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

/// <summary>
/// Behaviours that orchestrations rely on. The tests run on the LocalHost's task hub and on Microsoft's dispatcher as the reference: an expectation
/// that is wrong fails there, a deviation of the LocalHost fails here.
/// </summary>
public abstract class ConformanceTests : IAsyncDisposable
{
    private readonly LineLoggers _loggers = new();
    private readonly IConformanceHub _hub;
    private DurableTaskClient? _client;

    private protected ConformanceTests(Func<ILoggerFactory, IConformanceHub> create)
    {
        _hub = create(_loggers);
        _hub.Activity<int>("Double", value => value * 2);
        _hub.Activity<int[]>("Sum", values => values!.Sum());
        _hub.Activity<string>("Text", text => text ?? "null");
        _hub.Activity<string>("Fail", text =>
        {
            Attempts++;
            throw new InvalidOperationException("bad " + text, new FormatException("inner"));
        });
        _hub.Activity<string>("Flaky", _ => ++Attempts < 3 ? throw new TimeoutException("later") : "ok");
        _hub.Orchestrator("Wait", async context =>
        {
            context.SetCustomStatus("waiting");
            return await context.WaitForExternalEvent<string>("Go");
        });
        _hub.Orchestrator("Text", async context => await context.CallActivityAsync<string>("Text"));
    }

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected IConformanceHub Hub => _hub;

    private protected DurableTaskClient Client => _client ?? throw new InvalidOperationException("The hub is not started.");

    /// <summary>How often the activities that fail were run.</summary>
    private protected int Attempts { get; private set; }

    private protected IEnumerable<string> Logged => _loggers.Lines;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _hub.DisposeAsync();
    }

    private protected async Task<string> StartAsync(string name, object? input = null, StartOrchestrationOptions? options = null)
    {
        _client ??= await _hub.StartAsync();
        return await _client.ScheduleNewOrchestrationInstanceAsync(name, input, options, Stop);
    }

    private protected async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using CancellationTokenSource patience = new(HubFixture.Patience);
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
    }

    private protected async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, StartOrchestrationOptions? options = null)
        => await EndAsync(await StartAsync(name, input, options));

    private protected async Task<OrchestrationMetadata> UntilAsync(string id, Func<OrchestrationMetadata, bool> condition)
    {
        using CancellationTokenSource patience = new(HubFixture.Patience);
        while (true)
        {
            if (await Client.GetInstanceAsync(id, getInputsAndOutputs: true, patience.Token) is { } metadata && condition(metadata))
            {
                return metadata;
            }

            await Task.Delay(10, patience.Token);
        }
    }

    private protected Task UntilAsync(string id, OrchestrationRuntimeStatus status) => UntilAsync(id, metadata => metadata.RuntimeStatus == status);
}
