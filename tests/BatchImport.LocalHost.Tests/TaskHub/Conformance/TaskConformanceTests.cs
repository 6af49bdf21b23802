using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.TaskHub.Conformance;

/// <summary>Activities, sub-orchestrations, retries and failures.</summary>
public abstract class TaskConformanceTests : ConformanceTests
{
    private protected TaskConformanceTests(Func<ILoggerFactory, IConformanceHub> create)
        : base(create)
    {
    }

    [Fact]
    public async Task Activities_fan_out_and_in_with_arrays_as_input_and_the_last_custom_status_stays()
    {
        Hub.Orchestrator("Fan", async context =>
        {
            context.SetCustomStatus(new { At = 1 });
            var doubled = await Task.WhenAll(Enumerable.Range(1, context.GetInput<int>()).Select(i => context.CallActivityAsync<int>("Double", i)));
            context.SetCustomStatus("summing");
            return await context.CallActivityAsync<int>("Sum", doubled);
        });

        var ended = await RunAsync("Fan", 20);

        Assert.Equal(("420", "summing"), (ended.SerializedOutput, ended.ReadCustomStatusAs<string>()));
    }

    [Fact]
    public async Task An_activity_without_input_gets_null() => Assert.Equal("\"null\"", (await RunAsync("Text")).SerializedOutput);

    [Fact]
    public async Task A_sub_orchestration_knows_its_parent_and_replay_safe_logs_are_written_once()
    {
        Hub.Orchestrator("Parent", async context =>
        {
            context.CreateReplaySafeLogger("Parent").LogInformation("parent line");
            var child = await context.CallSubOrchestratorAsync<string>("Child", 7, new SubOrchestrationOptions(instanceId: context.InstanceId + "-child"));
            await context.CallActivityAsync<int>("Double", 1);
            return child;
        });
        Hub.Orchestrator("Child", async context =>
        {
            await context.CallActivityAsync<int>("Double", 1);
            return $"{context.Parent?.Name} {context.Parent?.InstanceId == context.InstanceId.Replace("-child", "", StringComparison.Ordinal)} {context.GetInput<int>()}";
        });

        Assert.Equal("\"Parent True 7\"", (await RunAsync("Parent")).SerializedOutput);
        Assert.Single(Logged, "parent line");
    }

    [Fact]
    public async Task A_retry_policy_retries_until_the_activity_succeeds()
    {
        Hub.Orchestrator("Retry", async context => await context.CallActivityAsync<string>(
            "Flaky", "x", TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(50), 2.0))));

        Assert.Equal(("\"ok\"", 3), ((await RunAsync("Retry")).SerializedOutput, Attempts));
    }

    [Fact]
    public async Task A_retry_policy_ends_after_itsAttempts_with_the_last_failure()
    {
        Hub.Orchestrator("Retry", async context => await context.CallActivityAsync<string>(
            "Fail", "x", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(20)))));

        var ended = await RunAsync("Retry");

        Assert.Equal((OrchestrationRuntimeStatus.Failed, 3), (ended.RuntimeStatus, Attempts));
        Assert.Equal(("Microsoft.DurableTask.TaskFailedException", "System.InvalidOperationException"), (ended.FailureDetails!.ErrorType, ended.FailureDetails.InnerFailure!.ErrorType));
        Assert.StartsWith("Microsoft.DurableTask.TaskFailedException: Task 'Fail'", ended.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_handler_decides_by_attempt_and_failure()
    {
        Hub.Orchestrator("Retry", async context => await context.CallActivityAsync<string>("Fail", "x", TaskOptions.FromRetryHandler(
            retry => retry.LastAttemptNumber < 4 && retry.LastFailure.IsCausedBy<InvalidOperationException>())));

        Assert.Equal((OrchestrationRuntimeStatus.Failed, 4), ((await RunAsync("Retry")).RuntimeStatus, Attempts));
    }

    [Fact]
    public async Task A_failed_activity_throws_with_its_details()
    {
        Hub.Orchestrator("Catch", async context =>
        {
            var e = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<string>("Fail", "y"));
            return $"{e.TaskName} {e.FailureDetails.ErrorType} {e.FailureDetails.ErrorMessage} {e.FailureDetails.InnerFailure?.ErrorType} {e.FailureDetails.IsCausedBy<InvalidOperationException>()}";
        });

        Assert.Equal("\"Fail System.InvalidOperationException bad y System.FormatException True\"", (await RunAsync("Catch")).SerializedOutput);
    }

    [Fact]
    public async Task A_failed_sub_orchestration_fails_its_parent_with_its_details()
    {
        Hub.Orchestrator("Throw", async context =>
        {
            await context.CallActivityAsync<int>("Double", 1);
            throw new FormatException("bad format");
        });
        Hub.Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Throw"));

        var ended = await RunAsync("Parent");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("System.FormatException: bad format", ended.FailureDetails!.InnerFailure!.ToString());
    }

    [Fact]
    public async Task An_unknown_activity_fails_at_once_and_is_not_retried()
    {
        Hub.Orchestrator("Call", async context => await context.CallActivityAsync<string>(
            "Nope", "x", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromHours(1)))));

        Assert.Equal("ActivityTaskNotFound: No activity task named 'Nope' was found.", (await RunAsync("Call")).FailureDetails!.InnerFailure!.ToString());
    }

    [Fact]
    public async Task An_unknown_sub_orchestrator_fails_at_once_and_is_not_retried()
    {
        Hub.Orchestrator("Call", async context => await context.CallSubOrchestratorAsync<string>(
            "Nope", new SubOrchestrationOptions(new RetryPolicy(3, TimeSpan.FromHours(1)))));

        Assert.Equal("OrchestratorTaskNotFound: No orchestrator task named 'Nope' was found.", (await RunAsync("Call")).FailureDetails!.InnerFailure!.ToString());
    }

    [Fact]
    public async Task An_unknown_orchestrator_is_refused_or_fails_by_name()
    {
        // The LocalHost's client refuses the start; elsewhere the instance fails.
        string message;
        try
        {
            message = (await RunAsync("Nope")).FailureDetails!.ErrorMessage;
        }
        catch (ArgumentException ex)
        {
            message = ex.Message;
        }

        Assert.Contains("'Nope'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_await_that_is_not_durable_fails_the_orchestration()
    {
        Hub.Orchestrator("Bad", async context =>
        {
            await Task.Delay(50, CancellationToken.None);
            return await context.CallActivityAsync<int>("Double", 1);
        });

        var ended = await RunAsync("Bad");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.StartsWith("An invalid asynchronous invocation was detected.", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }
}
