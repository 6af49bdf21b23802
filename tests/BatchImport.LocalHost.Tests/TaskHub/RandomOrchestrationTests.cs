using System.Collections.Concurrent;
using System.Globalization;
using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.Tests.TaskHub;

/// <summary>Random orchestrations, killed at random moments: their results are correct, and every activity had its effect.</summary>
public sealed class RandomOrchestrationTests : IAsyncDisposable
{
    private const int MostKills = 12;

    private readonly HubFixture _hub = new();
    private readonly ConcurrentDictionary<int, int> _effects = new();

    public RandomOrchestrationTests()
    {
        _hub.Options = _hub.Options with { MaxIdleOrchestrations = 4, MaxActivityCrashes = 1000 };
        _hub.Activity<Node>("Work", async (node, stop) =>
        {
            if (node!.Value % 3 == 0)
            {
                await Task.Delay(node.Value % 5, stop);
            }

            var attempt = _effects.AddOrUpdate(node.Id, 1, (_, count) => count + 1);
            return node.Kind == Kind.Flaky && attempt <= 2 ? throw new InvalidOperationException("flaky") : node.Value;
        });
        _hub.Orchestrator("Program", async context => await RunAsync(context, context.GetInput<Node>()!));
        _hub.Orchestrator("Loop", async context =>
        {
            var loop = context.GetInput<Loop>()!;
            var sum = loop.Sum + await RunAsync(context, loop.Nodes[0]);
            if (loop.Nodes.Length > 1)
            {
                context.ContinueAsNew(new Loop(loop.Nodes[1..], sum));
            }

            return sum;
        });
    }

    private enum Kind
    {
        Work,
        Flaky,
        Timer,
        Event,
        Sequence,
        Parallel,
        Child,
        Loop,
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Kills_at_random_moments_lose_nothing(int seed)
    {
        Random random = new(seed);
        var nodes = 0;
        Node[] programs = [.. Enumerable.Range(0, 4).Select(_ => Make(random, depth: 5, ref nodes, top: true))];
        await _hub.StartAsync();
        for (var i = 0; i < programs.Length; i++)
        {
            var id = await _hub.ScheduleAsync("Program", programs[i], Name(i));
            foreach (var raised in All(programs[i]).Where(node => node.Kind == Kind.Event))
            {
                await _hub.RaiseAsync(id, Name(raised.Id), raised.Value);
            }
        }

        var kills = 0;
        while (kills < MostKills && !await AllEndedAsync(programs.Length))
        {
            await Task.Delay(random.Next(1, 25), TestContext.Current.CancellationToken);
            await _hub.KillAndRestartAsync();
            kills++;
        }

        for (var i = 0; i < programs.Length; i++)
        {
            var ended = await _hub.EndAsync(Name(i));
            Assert.True(
                ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed && ended.ReadOutputAs<int>() == Sum(programs[i]),
                $"Seed {seed}, program {i}, {kills} kills: {ended.RuntimeStatus} with {ended.SerializedOutput} instead of {Sum(programs[i])}; {ended.FailureDetails}");
        }

        int[] missing = [.. programs.SelectMany(All).Where(node => node.Kind is Kind.Work or Kind.Flaky && !_effects.ContainsKey(node.Id)).Select(node => node.Id)];
        Assert.True(missing.Length == 0, $"Seed {seed}, {kills} kills: activities {string.Join(", ", missing)} never ran.");
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private static async Task<int> RunAsync(TaskOrchestrationContext context, Node node)
    {
        switch (node.Kind)
        {
            case Kind.Work:
                return await context.CallActivityAsync<int>("Work", node);
            case Kind.Flaky:
                return await context.CallActivityAsync<int>("Work", node, TaskOptions.FromRetryPolicy(new RetryPolicy(10, TimeSpan.FromMilliseconds(1))));
            case Kind.Timer:
                await context.CreateTimer(TimeSpan.FromMilliseconds(node.Value), CancellationToken.None);
                return node.Value;
            case Kind.Event:
                return await context.WaitForExternalEvent<int>(Name(node.Id));
            case Kind.Sequence:
                var sum = 0;
                foreach (var child in node.Children)
                {
                    sum += await RunAsync(context, child);
                }

                return sum;
            case Kind.Parallel:
                return (await Task.WhenAll(node.Children.Select(child => RunAsync(context, child)))).Sum();
            case Kind.Child:
                return await context.CallSubOrchestratorAsync<int>("Program", node.Children[0]);
            default:
                return await context.CallSubOrchestratorAsync<int>("Loop", new Loop(node.Children, 0));
        }
    }

    private static Node Make(Random random, int depth, ref int nodes, bool top)
    {
        var id = nodes++;
        var value = random.Next(1, 10);
        var kind = (Kind)random.Next(depth == 0 ? 3 : 8);
        if (kind == Kind.Event && !top)
        {
            kind = Kind.Work;
        }

        if (depth == 5)
        {
            kind = Kind.Parallel;
        }

        var children = kind < Kind.Sequence ? [] : new Node[kind == Kind.Child ? 1 : random.Next(1, 5)];
        for (var i = 0; i < children.Length; i++)
        {
            children[i] = Make(random, depth - 1, ref nodes, top && kind is Kind.Sequence or Kind.Parallel && top);
        }

        return new Node(kind, id, value, children);
    }

    private static IEnumerable<Node> All(Node node) => node.Children.SelectMany(All).Prepend(node);

    private static int Sum(Node node) => node.Kind < Kind.Sequence ? node.Value : node.Children.Sum(Sum);

    private static string Name(int id) => id.ToString(CultureInfo.InvariantCulture);

    private async Task<bool> AllEndedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (await _hub.Client.GetInstanceAsync(Name(i), TestContext.Current.CancellationToken) is not { IsCompleted: true })
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Node(Kind Kind, int Id, int Value, Node[] Children);

    private sealed record Loop(Node[] Nodes, int Sum);
}
