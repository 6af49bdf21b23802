using System.Collections.Concurrent;
using BatchImport.LocalHost.TaskHub;
using BatchImport.LocalHost.TaskHub.Dispatch;
using BatchImport.LocalHost.TaskHub.Serialization;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class DiskFullTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-").FullName;

    [Fact]
    public async Task A_full_disk_halts_the_hub_and_when_there_is_room_again_it_goes_on_with_nothing_lost()
    {
        TaskHubOptions options = new() { HubName = "Full", Folder = _folder };
        TaskHubRegistry registry = new();
        registry.AddOrchestrator("Big", context => Task.FromResult<object?>(context.GetInput<string>()!.Length));
        ErrorCount errors = new();
        var connection = TaskHubFile.OpenForWriting(options);
        using TaskHubWriter writer = new(connection);
        using TaskHubReader reader = new(options.FilePath);
        using RunningMarks marks = new(options.FilePath + ".running", options.MaxConcurrentActivityFunctions);
        using TaskHubEngine engine = new(options, registry, TimeProvider.System, errors, writer, reader, marks);
        Execute(connection, "PRAGMA max_page_count = 64");
        engine.Recover([]);
        engine.Begin();
        await engine.StartAsync();

        NewInstance big = new("big", "Big", string.Empty, PayloadConverter.Instance.Serialize(new string('x', 1_000_000)));
        var start = engine.Commands.ScheduleAsync(big, new HashSet<OrchestrationStatus>());
        await HubFixture.UntilAsync(() => !errors.Errors.IsEmpty);
        Assert.False(start.IsCompleted);
        Execute(connection, "PRAGMA max_page_count = 1000000");
        await start.WaitAsync(HubFixture.Patience, TestContext.Current.CancellationToken);
        await engine.Commands.WaitAsync("big", forStart: false, TestContext.Current.CancellationToken).WaitAsync(HubFixture.Patience, TestContext.Current.CancellationToken);

        Assert.Equal("1000000", reader.FindInstance("big")!.Output);
        Assert.True(await engine.StopAsync(HubFixture.Patience, TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class ErrorCount : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Errors { get; } = new();

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Errors.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
            // Nothing to release.
        }
    }
}
