using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class OrchestrationTests : IAsyncDisposable
{
    private readonly HubFixture _hub = new();

    [Fact]
    public async Task An_orchestration_calls_activities_one_after_the_other_and_returns_their_results()
    {
        _hub.Activity<string>("Hello", name => $"Hello, {name}!");
        _hub.Orchestrator("Chain", async context => new[]
        {
            await context.CallActivityAsync<string>("Hello", "Tokyo"),
            await context.CallActivityAsync<string>("Hello", "Seattle"),
            await context.CallActivityAsync<string>("hello", "London"),
        });
        await _hub.StartAsync();

        var ended = await _hub.RunAsync("chain", instanceId: "abc");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(["Hello, Tokyo!", "Hello, Seattle!", "Hello, London!"], ended.ReadOutputAs<string[]>()!);
        Assert.Equal("abc", ended.InstanceId);
    }

    [Fact]
    public async Task An_orchestration_fans_out_and_in()
    {
        _hub.Activity<int>("Square", n => n * n);
        _hub.Orchestrator("Fan", async context =>
        {
            var squares = await Task.WhenAll(Enumerable.Range(0, context.GetInput<int>()).Select(n => context.CallActivityAsync<int>("Square", n)));
            return squares.Sum();
        });
        await _hub.StartAsync();

        var ended = await _hub.RunAsync("Fan", 1000);

        Assert.Equal(Enumerable.Range(0, 1000).Sum(n => n * n), ended.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Inputs_and_outputs_keep_property_names_as_declared_and_are_read_without_regard_to_case()
    {
        _hub.Activity<Person>("Age", person => new { person!.Name, Age = person.Age + 1 });
        _hub.Orchestrator("People", async context => await context.CallActivityAsync<Person>("Age", context.GetInput<Person>()));
        await _hub.StartAsync();

        var ended = await _hub.RunAsync("People", new { name = "Ada", AGE = 36 });

        Assert.Equal("""{"name":"Ada","AGE":36}""", ended.SerializedInput);
        Assert.Equal("""{"Name":"Ada","Age":37}""", ended.SerializedOutput);
    }

    [Fact]
    public async Task An_orchestration_without_input_gets_the_default_of_its_type()
    {
        _hub.Orchestrator("None", context => Task.FromResult<object?>($"{context.GetInput<int>()} {context.GetInput<string>() ?? "null"}"));
        await _hub.StartAsync();

        Assert.Equal("0 null", (await _hub.RunAsync("None")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_unhandled_exception_fails_the_orchestration_with_type_message_stack_and_inner_causes()
    {
        _hub.Orchestrator("Fail", _ => throw new InvalidOperationException("outer", new FormatException("inner")));
        await _hub.StartAsync();

        var ended = await _hub.RunAsync("Fail");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException", ended.FailureDetails!.ErrorType);
        Assert.Equal("outer", ended.FailureDetails.ErrorMessage);
        Assert.Contains(nameof(OrchestrationTests), ended.FailureDetails.StackTrace, StringComparison.Ordinal);
        Assert.True(ended.FailureDetails.InnerFailure!.IsCausedBy<FormatException>());
        Assert.Equal("System.InvalidOperationException: outer", ended.SerializedOutput);
    }

    [Fact]
    public async Task The_version_is_the_one_asked_for_or_the_hubs_default_and_activities_of_both_run()
    {
        _hub.Options = _hub.Options with { DefaultVersion = "2.0" };
        _hub.Activity<string>("Echo", text => text);
        _hub.Orchestrator("Version", async context => await context.CallActivityAsync<string>("Echo", $"{context.Version} {context.CompareVersionTo("1.10")}"));
        await _hub.StartAsync();

        var asked = await _hub.ScheduleAsync("Version", null, new StartOrchestrationOptions { Version = "1.9" });

        Assert.Equal("2.0 1", (await _hub.RunAsync("Version")).ReadOutputAs<string>());
        Assert.Equal("1.9 -1", (await _hub.EndAsync(asked)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_custom_status_is_what_the_orchestrator_last_set()
    {
        _hub.Orchestrator("Status", async context =>
        {
            context.SetCustomStatus(new { Step = 1 });
            await context.WaitForExternalEvent<string>("Go");
            context.SetCustomStatus("done");
            return null;
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Status");

        var waiting = await _hub.UntilAsync(id, metadata => metadata.SerializedCustomStatus is not null);
        await _hub.RaiseAsync(id, "Go");
        var ended = await _hub.EndAsync(id);

        Assert.Equal("""{"Step":1}""", waiting.SerializedCustomStatus);
        Assert.Equal("done", ended.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Inputs_and_outputs_are_left_out_unless_asked_for_and_reading_them_is_then_refused()
    {
        _hub.Orchestrator("Echo", context => Task.FromResult<object?>(context.GetInput<string>()));
        var client = await _hub.StartAsync();
        await _hub.RunAsync("Echo", "text", "echo");

        var metadata = (await client.GetInstanceAsync("echo", TestContext.Current.CancellationToken))!;

        Assert.Null(metadata.SerializedInput);
        Assert.Throws<InvalidOperationException>(() => metadata.ReadOutputAs<string>());
        Assert.True(metadata.IsCompleted);
        Assert.False(metadata.IsRunning);
    }

    [Fact]
    public async Task What_is_not_supported_is_refused()
    {
        var client = await _hub.StartAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => client.RewindInstanceAsync("a", "b", TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.RestartAsync("a", cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Two_functions_of_one_name_are_refused_by_name()
    {
        TaskHubRegistry registry = new();
        registry.AddActivity("Same", typeof(int), (_, _) => Task.FromResult<object?>(null));
        registry.AddOrchestrator("Same", _ => Task.FromResult<object?>(null));

        Assert.Contains("'SAME'", Assert.Throws<ArgumentException>(() => registry.AddActivity("SAME", typeof(int), (_, _) => Task.FromResult<object?>(null))).Message, StringComparison.Ordinal);
        Assert.Contains("'same'", Assert.Throws<ArgumentException>(() => registry.AddOrchestrator("same", _ => Task.FromResult<object?>(null))).Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private sealed record Person(string Name, int Age);
}
