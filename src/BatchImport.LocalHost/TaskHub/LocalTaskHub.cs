using BatchImport.LocalHost.TaskHub.Client;
using BatchImport.LocalHost.TaskHub.Dispatch;
using BatchImport.LocalHost.TaskHub.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.TaskHub;

/// <summary>
/// A task hub for one process: orchestrations and activities as in Durable Functions, executed by Microsoft's executor and stored in one
/// SQLite file. Killing the process at any moment loses nothing that was acknowledged; activities run at least once.
/// </summary>
public sealed class LocalTaskHub : IAsyncDisposable
{
    // Core Tools gives a host 10 seconds to stop: half of them for activities to end, half to store their results.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(4);

    private readonly TaskHubOptions _options;
    private readonly TaskHubEngine _engine;
    private readonly TaskHubWriter _writer;
    private readonly TaskHubReader _reader;
    private readonly RunningMarks _marks;
    private readonly TaskHubLock _lock;
    private readonly HubClient _client;
    private readonly ILogger _logger;
    private int _stopped;
    private int _closed;

    private LocalTaskHub(
        TaskHubOptions options, TaskHubEngine engine, TaskHubWriter writer, TaskHubReader reader, RunningMarks marks, TaskHubLock held,
        HubClient client, ILogger logger)
    {
        _options = options;
        _engine = engine;
        _writer = writer;
        _reader = reader;
        _marks = marks;
        _lock = held;
        _client = client;
        _logger = logger;
    }

    /// <summary>Starts, queries, signals and ends orchestrations while the hub is open.</summary>
    public DurableTaskClient Client => _client;

    internal TaskHubReader Reader => _reader;

    /// <summary>Completes when the hub has ended by itself or was stopped.</summary>
    internal Task Ended => _engine.Ended;

    /// <summary>Opens a task hub and reads its unfinished instances; nothing runs until <see cref="StartAsync"/>.</summary>
    /// <param name="options">The hub's name, folder and limits.</param>
    /// <param name="registry">The orchestrators and activities.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="loggerFactory">For the hub's and the orchestrators' loggers.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="TaskHubException">The hub's file is in use, is damaged (and was renamed), or has a newer or an earlier version.</exception>
    public static Task<LocalTaskHub> OpenAsync(
        TaskHubOptions options, TaskHubRegistry registry, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        TaskHubOptions.Validate(options);
        return Task.Run(() => Open(options, registry, timeProvider, loggerFactory), cancellationToken);
    }

    /// <summary>Starts orchestrations and activities.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _engine.StartAsync().WaitAsync(cancellationToken);

    /// <summary>
    /// Starts nothing more, cancels the activities that run, and waits some seconds for them. Those that do not end run again after
    /// the next start, as do those that end with <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            await _engine.Ended;
            return;
        }

        var quiet = await _engine.StopAsync(StopGrace, cancellationToken);
        if (!quiet)
        {
            HubLog.StoppedEarly(_logger, _options.HubName);
        }

        HubLog.Stopped(_logger, _options.HubName);
        _marks.Clear();
        Close();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>Whether the hub is idle: no step, no activity, and no timer that is due.</summary>
    internal Task<bool> IsQuietAsync() => _engine.IsQuietAsync();

    /// <summary>Ends the hub as if the process had been killed: it waits for nothing, and uncommitted changes are lost.</summary>
    internal async Task AbortAsync()
    {
        Interlocked.Exchange(ref _stopped, 1);
        _engine.Abort();
        await _engine.Ended;
        Close();
    }

    private static LocalTaskHub Open(TaskHubOptions options, TaskHubRegistry registry, TimeProvider time, ILoggerFactory loggerFactory)
    {
        Directory.CreateDirectory(options.Folder);
        var path = options.FilePath;
        Stack<IDisposable> opened = new();
        try
        {
            var held = Keep(TaskHubLock.Take(path));
            var writer = Keep(new TaskHubWriter(TaskHubFile.OpenForWriting(options)));
            var reader = Keep(new TaskHubReader(path));
            IReadOnlyList<(long, int, int)> left = RunningMarks.Read(path + ".running");
            var marks = Keep(new RunningMarks(path + ".running", options.MaxConcurrentActivityFunctions));
            var engine = Keep(new TaskHubEngine(options, registry, time, loggerFactory, writer, reader, marks));
            engine.Recover(left);
            engine.Begin();
            return new LocalTaskHub(
                options, engine, writer, reader, marks, held, new HubClient(options.HubName, engine, registry, time), loggerFactory.CreateLogger<LocalTaskHub>());
        }
        catch (Exception ex)
        {
            while (opened.TryPop(out var disposable))
            {
                disposable.Dispose();
            }

            if (ex is InvalidDataException || (ex is SqliteException sqlite && TaskHubFile.IsCorruption(sqlite)))
            {
                throw TaskHubFile.Quarantine(path, time, ex.Message, ex);
            }

            throw;
        }

        T Keep<T>(T disposable)
            where T : IDisposable
        {
            opened.Push(disposable);
            return disposable;
        }
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _engine.Dispose();
            _marks.Dispose();
            _reader.Dispose();
            _writer.Dispose();
            _lock.Dispose();
        }
    }
}
