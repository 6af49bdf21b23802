using BatchImport.LocalHost.TaskHub.Execution;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core.History;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>
/// The task hub's one thread. It receives events (steps executed, activities ended, timers due, calls from clients), turns them into
/// changes of the file, commits all pending changes at once, and only then executes their effects: activities start, callers get their answers,
/// orchestrations execute their next step. Steps and activities themselves run on the thread pool.
/// </summary>
/// <remarks>
/// The file contains instances, their histories and events that have not reached them. Everything else follows from history, see
/// <see cref="HubRecovery"/>. An activity's result is in the file once the step that processed it is; a crash before that runs the activity again.
/// </remarks>
internal sealed class TaskHubEngine : IDisposable
{
    private const int MessagesPerCommit = 8192;

    private readonly TaskHubOptions _options;
    private readonly ILogger _logger;
    private readonly HubMailbox _mailbox = new();
    private readonly InstanceTable _instances;
    private readonly InstanceWaiters _waiters = new();
    private readonly GroupCommit _commit;
    private readonly HubTimers _timers;
    private readonly InstanceLifecycle _lifecycle;
    private readonly StepDispatcher _steps;
    private readonly HubRecovery _recovery;
    private readonly ActivityDispatcher _activities;
    private readonly HubMetrics _metrics;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _abort = new(initialState: false);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _started;
    private bool _ending;

    public TaskHubEngine(
        TaskHubOptions options, TaskHubRegistry registry, TimeProvider time, ILoggerFactory loggers, TaskHubWriter writer, TaskHubReader reader, RunningMarks marks)
    {
        _options = options;
        _logger = loggers.CreateLogger<TaskHubEngine>();
        Reader = reader;
        FunctionShims shims = new(registry, options.DefaultVersion, loggers, _stopping.Token);
        _instances = new InstanceTable(options.MaxIdleOrchestrations);
        _commit = new GroupCommit(writer, options, _abort, _logger);
        _timers = new HubTimers(time, _mailbox.Ring);
        _lifecycle = new InstanceLifecycle(_instances, _commit, _timers, _waiters, writer, time, _logger);
        _steps = new StepDispatcher(
            _instances, _lifecycle, _commit, _timers, _waiters, _mailbox, shims, reader, _abort, options, time, _logger);
        _recovery = new HubRecovery(_instances, _lifecycle, _commit, _timers, reader, options, _logger);
        _activities = new ActivityDispatcher(
            options.MaxConcurrentActivityFunctions, new ActivityRunner(shims, time, _stopping.Token), marks, (item, ended) => _mailbox.Post(new ActivityEnded(this, item, ended)));
        Commands = new HubCommands(_instances, _lifecycle, _commit, _waiters, _mailbox, reader);
        _metrics = new HubMetrics(() => _activities.Waiting);
        _thread = new Thread(Run) { IsBackground = true, Name = $"task hub {options.HubName}" };
    }

    /// <summary>Completes when the thread has ended.</summary>
    public Task Ended => _ended.Task;

    public TaskHubReader Reader { get; }

    /// <summary>The version of orchestrations that are started without one; empty for none.</summary>
    public string DefaultVersion => _options.DefaultVersion ?? string.Empty;

    /// <summary>The calls of clients.</summary>
    public HubCommands Commands { get; }

    /// <summary>Reads the state of an earlier process; before <see cref="Begin"/>.</summary>
    /// <param name="marks">The activities that were running when the host ended unexpectedly.</param>
    public void Recover(IReadOnlyList<(long Key, int Generation, int TaskId)> marks) => _activities.Enqueue(_recovery.Recover(marks));

    /// <summary>Starts to receive messages; steps and activities start with <see cref="StartAsync"/>.</summary>
    public void Begin() => _thread.Start();

    /// <summary>Starts orchestrations and activities.</summary>
    public Task StartAsync() => Commands.ExecuteAsync(() =>
    {
        _started = true;
        _activities.Open();
        return true;
    });

    /// <summary>Starts no further activity, cancels those that run, and waits for them; those that have not ended run again after the next start.</summary>
    /// <returns>True when all had ended within the time.</returns>
    public async Task<bool> StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        _activities.Close();
        await _stopping.CancelAsync();
        var idle = await WaitAsync(_activities.Idle, grace, cancellationToken);
        _mailbox.Post(new ActionMessage(() => _ending = true));
        var ended = await WaitAsync(Ended, grace, cancellationToken);
        if (!ended)
        {
            Abort();
            await Ended;
        }

        return idle && ended;
    }

    /// <summary>Ends the thread immediately, as a crash would: uncommitted changes are lost.</summary>
    public void Abort()
    {
        _activities.Close();
        _abort.Set();
        _mailbox.Ring();
    }

    /// <summary>Whether the hub is idle: no step, no activity, and no timer that is due.</summary>
    public Task<bool> IsQuietAsync() => Commands.ExecuteAsync(() => _activities.IsQuiet
        && _mailbox.IsEmpty && _commit.IsEmpty && _steps.Active == 0 && _instances.ReadyCount == 0 && !_timers.HasDue);

    public void Dispose()
    {
        _timers.Dispose();
        _metrics.Dispose();
        _stopping.Dispose();

        // The events are not disposed: a step or an activity may outlive the hub and use them.
    }

    private static async Task<bool> WaitAsync(Task task, TimeSpan grace, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(grace, cancellationToken);
            return true;
        }
        catch (Exception ex) when (ex is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Run()
    {
        Exception? fault = null;
        try
        {
            while (!_abort.IsSet && Cycle())
            {
                if (_mailbox.IsEmpty && (_instances.ReadyCount == 0 || _steps.Active > 0 || !_started))
                {
                    _mailbox.Wait();
                }

                _mailbox.Reset();
            }
        }
        catch (Exception ex)
        {
            fault = ex is SqliteException sqlite && TaskHubFile.IsCorruption(sqlite)
                ? new TaskHubException($"The task hub's file '{_options.FilePath}' is damaged ({ex.Message}). Stop the host and start it again.", ex)
                : new TaskHubException($"The task hub '{_options.HubName}' encountered an unrecoverable error: {ex.Message}", ex);
            HubLog.Faulted(_logger, ex, _options.HubName, _options.FilePath);
        }

        InvalidOperationException stopped = new($"The task hub '{_options.HubName}' is stopped.");
        _commit.AnswerAll(fault ?? new InvalidOperationException($"The task hub '{_options.HubName}' stopped before this was committed."));
        _waiters.FailAll(fault ?? stopped);
        _activities.Close();
        _mailbox.Close(fault ?? stopped);
        _ended.TrySetResult();
    }

    /// <returns>False when the hub is to end.</returns>
    private bool Cycle()
    {
        for (var i = 0; i < MessagesPerCommit && _mailbox.TryTake(out var message); i++)
        {
            message.Handle();
        }

        FireTimers();
        StartSteps();
        if (!_commit.Flush(_activities))
        {
            return false;
        }

        StartSteps();
        if (_ending && _steps.Active == 0 && (_instances.ReadyCount == 0 || !_started) && _mailbox.IsEmpty)
        {
            return false;
        }

        if (_started)
        {
            _timers.SetAlarm();
        }

        return true;
    }

    private void StartSteps()
    {
        if (_started)
        {
            _steps.Start();
        }
    }

    private void FireTimers()
    {
        while (_started && _timers.TakeDue() is { } timer)
        {
            var instance = timer.Instance;
            if (timer.TaskId is { } id)
            {
                instance.Timers.Remove(id);
                TimerFiredEvent fired = new(-1) { TimerId = id, FireAt = timer.FireAt, Timestamp = _lifecycle.Now() };
                instance.Inbox.Add(new InboxItem(null, instance.Generation, fired));
            }
            else
            {
                instance.StartAt = null;
            }

            _instances.MakeReady(instance);
        }
    }

    private sealed class ActivityEnded(TaskHubEngine hub, ActivityItem item, HistoryEvent ended) : HubMessage
    {
        public override void Handle()
        {
            if (!item.Instance.IsOver && item.Generation == item.Instance.Generation)
            {
                item.Instance.Inbox.Add(new InboxItem(null, item.Generation, ended));
                hub._instances.MakeReady(item.Instance);
            }
        }
    }
}
