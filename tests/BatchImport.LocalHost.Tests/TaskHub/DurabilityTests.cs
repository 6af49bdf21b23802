using System.Globalization;
using BatchImport.LocalHost.TaskHub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using BatchImport.LocalHost.TaskHub.Storage;
using Microsoft.Data.Sqlite;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class DurabilityTests : IAsyncDisposable
{
    private readonly HubFixture _hub = new();

    public DurabilityTests()
    {
        _hub.Orchestrator("Done", context => Task.FromResult<object?>(context.GetInput<string>()));
        _hub.Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
    }

    private string FilePath => Path.Combine(_hub.Folder, "Test.db");

    [Fact]
    public async Task Whatever_was_acknowledged_is_there_after_a_kill()
    {
        await _hub.StartAsync();
        for (var n = 0; n < 20; n++)
        {
            var id = await _hub.ScheduleAsync("Wait", instanceId: $"i{n}");
            await _hub.KillAndRestartAsync();
            await _hub.RaiseAsync(id, "Go", $"value {n}");
            await _hub.KillAndRestartAsync();

            Assert.Equal($"value {n}", (await _hub.EndAsync(id)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task A_second_hub_on_the_same_file_is_refused_and_told_who_has_it()
    {
        await _hub.StartAsync();

        var e = await Assert.ThrowsAsync<TaskHubException>(() => LocalTaskHub.OpenAsync(
            _hub.Options, _hub.Registry, TimeProvider.System, _hub.LoggerFactory, TestContext.Current.CancellationToken));

        Assert.Contains(FilePath, e.Message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}"), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hubs_of_different_names_share_a_folder()
    {
        await _hub.StartAsync();
        await using var other = await LocalTaskHub.OpenAsync(
            _hub.Options with { HubName = "Other" }, _hub.Registry, TimeProvider.System, _hub.LoggerFactory, TestContext.Current.CancellationToken);

        Assert.Null(await other.Client.GetInstanceAsync("x", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("this is no database, but a text that is long enough to have been one")]
    [InlineData("SQLite format 3\0 and then nothing that follows from it, as after a disk that lied")]
    public async Task A_damaged_file_is_refused_by_name_and_kept_aside_and_the_next_start_is_empty(string content)
    {
        await File.WriteAllTextAsync(FilePath, content, TestContext.Current.CancellationToken);

        var e = await Assert.ThrowsAsync<TaskHubException>(_hub.OpenAsync);

        var aside = Assert.Single(Directory.GetFiles(_hub.Folder, "Test.db.corrupt-*"));
        Assert.Contains($"'{FilePath}' is damaged", e.Message, StringComparison.Ordinal);
        Assert.Contains($"'{aside}'", e.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(aside, TestContext.Current.CancellationToken));
        await _hub.StartAsync();
        Assert.Equal("x", (await _hub.RunAsync("Done", "x")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Damage_in_the_middle_of_a_file_is_found()
    {
        await _hub.StartAsync();
        for (var n = 0; n < 100; n++)
        {
            await _hub.RunAsync("Done", new string('x', 500), $"i{n}");
        }

        await _hub.StopAsync();
        var bytes = await File.ReadAllBytesAsync(FilePath, TestContext.Current.CancellationToken);
        bytes.AsSpan(4096 * 3, 4096 * 2).Fill(0xA5);
        await File.WriteAllBytesAsync(FilePath, bytes, TestContext.Current.CancellationToken);

        var e = await Assert.ThrowsAsync<TaskHubException>(_hub.OpenAsync);

        Assert.Contains("is damaged", e.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_hub.Folder, "Test.db.corrupt-*"));
    }

    [Fact]
    public async Task Damage_in_the_history_of_an_unfinished_instance_is_found()
    {
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Wait");
        await _hub.UntilAsync(id, metadata => metadata.IsRunning);
        await _hub.StopAsync();
        Execute("UPDATE history SET events = x'6364'");

        var e = await Assert.ThrowsAsync<TaskHubException>(_hub.OpenAsync);

        Assert.Contains("is damaged", e.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_hub.Folder, "Test.db.corrupt-*"));
    }

    [Fact]
    public async Task A_newer_versions_file_is_refused_and_left_as_it_is()
    {
        await _hub.StartAsync();
        await _hub.StopAsync();
        Execute($"PRAGMA user_version = {TaskHubSchema.Version + 1}");

        var e = await Assert.ThrowsAsync<TaskHubException>(_hub.OpenAsync);

        Assert.Contains("newer version", e.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(FilePath));
        Assert.Empty(Directory.GetFiles(_hub.Folder, "*.corrupt-*"));
    }

    [Fact]
    public async Task An_earlier_versions_file_is_refused_with_what_to_do_and_left_as_it_is_byte_for_byte()
    {
        FormatOneFile.Write(FilePath);
        var before = Contents();

        var e = await Assert.ThrowsAsync<TaskHubException>(_hub.OpenAsync);

        Assert.Contains($"'{FilePath}' was written by an earlier version (format 1; this one reads 2)", e.Message, StringComparison.Ordinal);
        Assert.Contains("finish its orchestrations", e.Message, StringComparison.Ordinal);
        Assert.Contains("delete or rename", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());

        Dictionary<string, byte[]> Contents() => new[] { FilePath, FilePath + "-wal" }.ToDictionary(path => path, File.ReadAllBytes, StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_instance_whose_orchestrator_is_gone_after_a_restart_fails_by_name()
    {
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Wait");
        await _hub.UntilAsync(id, metadata => metadata.IsRunning);
        await _hub.KillAsync();
        _hub.Registry = new TaskHubRegistry();
        await _hub.StartAsync();

        await _hub.RaiseAsync(id, "Go", "x");

        Assert.Equal("OrchestratorTaskNotFound: No orchestrator task named 'Wait' was found.", (await _hub.EndAsync(id)).FailureDetails!.ToString());
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_as_it_is()
    {
        Execute("CREATE TABLE precious (data TEXT)");

        var e = await Assert.ThrowsAsync<TaskHubException>(_hub.OpenAsync);

        Assert.Contains("not a task hub", e.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(FilePath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../elsewhere")]
    [InlineData("a b")]
    public async Task A_hub_name_that_is_no_file_name_is_refused(string name)
    {
        _hub.Options = _hub.Options with { HubName = name };

        await Assert.ThrowsAsync<ArgumentException>(_hub.OpenAsync);
    }

    [Fact]
    public async Task After_a_stop_calls_are_refused_and_waits_end()
    {
        var client = await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Wait");
        var wait = client.WaitForInstanceCompletionAsync(id, TestContext.Current.CancellationToken);
        await _hub.UntilAsync(id, metadata => metadata.IsRunning);

        await _hub.StopAsync();

        Assert.Contains("stopped", (await Assert.ThrowsAsync<InvalidOperationException>(() => wait)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.RaiseEventAsync(id, "Go", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_ever_for_an_activity_that_ignores_it()
    {
        TaskCompletionSource begun = new();
        TaskCompletionSource<object?> never = new();
        _hub.Activity<string>("Deaf", (_, _) =>
        {
            begun.TrySetResult();
            return never.Task;
        });
        _hub.Orchestrator("One", async context => await context.CallActivityAsync<string>("Deaf"));
        await _hub.StartAsync();
        await _hub.ScheduleAsync("One");
        await begun.Task.WaitAsync(HubFixture.Patience, TestContext.Current.CancellationToken);
        using CancellationTokenSource hurry = new();
        await hurry.CancelAsync();

        await _hub.Hub.StopAsync(hurry.Token).WaitAsync(HubFixture.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_activity_that_takes_the_host_down_each_time_is_failed_after_the_limit_and_its_neighbours_succeed()
    {
        var neighbours = 0;
        var poisoned = 0;
        TaskCompletionSource<object?> never = new();
        _hub.Options = _hub.Options with { MaxActivityCrashes = 3 };
        _hub.Activity<int>("Row", (n, _) =>
        {
            Interlocked.Increment(ref n == 0 ? ref poisoned : ref neighbours);
            return n == 0 ? never.Task : Task.FromResult<object?>(n);
        });
        _hub.Orchestrator("Rows", async context =>
        {
            Task<int>[] rows = [.. Enumerable.Range(0, 20).Select(n => context.CallActivityAsync<int>("Row", n))];
            var e = await Assert.ThrowsAsync<TaskFailedException>(() => rows[0]);
            return new { Poisoned = e.FailureDetails.IsCausedBy<ActivityPoisonedException>(), e.Message, Sum = (await Task.WhenAll(rows[1..])).Sum() };
        });
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("Rows");
        for (var crash = 1; crash <= 3; crash++)
        {
            await HubFixture.UntilAsync(() => Volatile.Read(ref poisoned) == crash);
            await _hub.KillAndRestartAsync();
        }

        var ended = await _hub.EndAsync(id);

        Assert.Contains("\"Poisoned\":true", ended.SerializedOutput, StringComparison.Ordinal);
        Assert.Contains("ended unexpectedly 3 times while activity \\u0027Row\\u0027", ended.SerializedOutput, StringComparison.Ordinal);
        Assert.Contains("\"Sum\":190", ended.SerializedOutput, StringComparison.Ordinal);
        Assert.Equal(3, poisoned);
    }

    [Fact]
    public async Task A_stop_is_no_crash_and_counts_for_no_activity()
    {
        var runs = 0;
        _hub.Options = _hub.Options with { MaxActivityCrashes = 1 };
        _hub.Activity<string>("Long", async (_, stop) =>
        {
            if (Interlocked.Increment(ref runs) < 4)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }

            return "done";
        });
        _hub.Orchestrator("One", async context => await context.CallActivityAsync<string>("Long"));
        await _hub.StartAsync();
        var id = await _hub.ScheduleAsync("One");
        for (var stop = 1; stop <= 3; stop++)
        {
            await HubFixture.UntilAsync(() => Volatile.Read(ref runs) == stop);
            await _hub.StopAsync();
            await _hub.StartAsync();
        }

        Assert.Equal("done", (await _hub.EndAsync(id)).ReadOutputAs<string>());
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private void Execute(string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = FilePath, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
