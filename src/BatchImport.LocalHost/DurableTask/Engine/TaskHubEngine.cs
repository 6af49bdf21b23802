using System.Collections.Concurrent;
using BatchImport.LocalHost.DurableTask.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>
/// The task hub's one thread. It takes what happened (steps made, activities ended, timers due, calls from clients), turns it into
/// changes of the file, commits all there is at once, and only then lets it have effects: activities start, callers get their answers,
/// orchestrations make their next step. Steps and activities themselves run on the thread pool.
/// </summary>
/// <remarks>
/// In the file are instances, their histories and messages that have not reached them. What is not there follows from history: an activity
/// that was scheduled and has not ended is to be run, a timer that was created and has not fired is to be waited for. An activity's result
/// is in the file once the step that saw it is; until then a crash means that it runs again.
/// </remarks>
internal sealed partial class TaskHubEngine : IDisposable
{
    private const int MessagesPerCommit = 8192;

    // Longer waits are cut, so that a wall clock that was set forward is noticed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly DurableTaskOptions _options;
    private readonly DurableTaskRegistry _registry;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggerFactory;
    private readonly ILogger _logger;
    private readonly TaskHubWriter _writer;
    private readonly TaskHubReader _reader;
    private readonly ActivityDispatcher _dispatcher;
    private readonly HubMetrics _metrics;
    private readonly TimerQueue _timers;
    private readonly ITimer _alarm;
    private readonly Thread _thread;

    private readonly ConcurrentQueue<Message> _messages = new();
    private readonly ManualResetEventSlim _signal = new(initialState: false);
    private readonly ManualResetEventSlim _abort = new(initialState: false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Instance> _byKey = [];
    private readonly Queue<Instance> _ready = new();
    private readonly LinkedList<Instance> _idle = [];
    private readonly Dictionary<string, List<Waiter>> _waiters = new(StringComparer.Ordinal);

    private long _lastKey;
    private long _lastMessage;
    private int _activeSteps;
    private bool _started;
    private bool _ending;
    private DateTime _alarmAt;
    private volatile bool _alarmSet;
    private volatile Exception? _fault;

    public TaskHubEngine(
        DurableTaskOptions options, DurableTaskRegistry registry, TimeProvider time, ILoggerFactory loggerFactory,
        TaskHubWriter writer, TaskHubReader reader, RunningMarks marks)
    {
        _options = options;
        _registry = registry;
        _time = time;
        _loggerFactory = loggerFactory;
        _logger = loggerFactory.CreateLogger<TaskHubEngine>();
        _writer = writer;
        _reader = reader;
        _dispatcher = new ActivityDispatcher(
            options.MaxConcurrentActivityFunctions, registry, time, marks, (item, ended) => Post(new ActivityEnded(item, ended)));
        _metrics = new HubMetrics(() => _dispatcher.Waiting);
        _timers = new TimerQueue(time);
        _alarm = time.CreateTimer(_ => Ring(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { IsBackground = true, Name = $"task hub {options.HubName}" };
    }

    /// <summary>Done when the thread has ended.</summary>
    public Task Ended => _ended.Task;

    public TaskHubReader Reader => _reader;

    /// <summary>Begins to take messages; steps and activities begin with <see cref="StartAsync"/>.</summary>
    public void Begin() => _thread.Start();

    /// <summary>Lets orchestrations and activities go on.</summary>
    public Task StartAsync() => ExecuteAsync(() =>
    {
        _started = true;
        _dispatcher.Open();
        return true;
    });

    /// <summary>Begins no further activity, asks those that run to stop, and waits for them; what has not ended runs again after the next start.</summary>
    /// <returns>True when all had ended within the time.</returns>
    public async Task<bool> StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        _dispatcher.Close();
        await _dispatcher.CancelAsync();
        bool idle = await WaitAsync(_dispatcher.Idle, grace, cancellationToken);
        Post(new EndWhenQuiet());
        bool ended = await WaitAsync(Ended, grace, cancellationToken);
        if (!ended)
        {
            Abort();
            await Ended;
        }

        return idle && ended;
    }

    /// <summary>Ends the thread where it is, as a crash would: what is not committed is lost.</summary>
    public void Abort()
    {
        _dispatcher.Close();
        _abort.Set();
        _signal.Set();
    }

    /// <summary>Runs something on the hub's thread and answers when what it changed is committed.</summary>
    /// <param name="command">Checks before it changes anything: when it throws, nothing may have changed.</param>
    public Task<T> ExecuteAsync<T>(Func<T> command)
    {
        Command<T> message = new(command);
        Post(message);
        return message.Answer;
    }

    public Task<bool> IsQuietAsync() => ExecuteAsync(() => _dispatcher.IsQuiet
        && _messages.IsEmpty && _operations.Count == 0 && _scheduled.Count == 0 && _activeSteps == 0 && _ready.Count == 0
        && (_timers.UntilNext() is not { } wait || wait > TimeSpan.Zero));

    public void Dispose()
    {
        _alarm.Dispose();
        _metrics.Dispose();
        _dispatcher.Dispose();

        // The events are left to the garbage collector: a step or an activity may outlive the hub and use them.
    }

    private static async Task<bool> WaitAsync(Task task, TimeSpan grace, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(grace, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Post(Message message)
    {
        _messages.Enqueue(message);
        if (_ended.Task.IsCompleted)
        {
            RefuseMessages();
        }
        else
        {
            _signal.Set();
        }
    }

    private void RefuseMessages()
    {
        while (_messages.TryDequeue(out Message? message))
        {
            message.Refuse(_fault ?? new InvalidOperationException($"The task hub '{_options.HubName}' is stopped."));
        }
    }

    private void Run()
    {
        try
        {
            while (!_abort.IsSet)
            {
                HandleMessages();
                FireTimers();
                StartSteps();
                if (!Commit())
                {
                    break;
                }

                StartSteps();
                if (_ending && _activeSteps == 0 && (_ready.Count == 0 || !_started) && _messages.IsEmpty)
                {
                    break;
                }

                SetAlarm();
                if (_messages.IsEmpty && (_ready.Count == 0 || _activeSteps > 0 || !_started))
                {
                    _signal.Wait();
                }

                _signal.Reset();
            }
        }
        catch (Exception e)
        {
            _fault = e is SqliteException sqlite && TaskHubFile.IsCorruption(sqlite)
                ? new TaskHubException($"The task hub's file '{_options.FilePath}' is damaged ({e.Message}). Stop the host and start it again.", e)
                : new TaskHubException($"The task hub '{_options.HubName}' met an error it cannot go on from: {e.Message}", e);
            HubLog.Faulted(_logger, e, _options.HubName, _options.FilePath);
        }

        foreach (Action<Exception?> answer in _answers)
        {
            answer(_fault ?? new InvalidOperationException($"The task hub '{_options.HubName}' stopped before this was kept."));
        }

        foreach (Waiter waiter in _waiters.Values.SelectMany(list => list))
        {
            waiter.Answer.TrySetException(_fault ?? new InvalidOperationException($"The task hub '{_options.HubName}' is stopped."));
        }

        _dispatcher.Close();
        _ended.TrySetResult();
        RefuseMessages();
    }

    private void HandleMessages()
    {
        for (int i = 0; i < MessagesPerCommit && _messages.TryDequeue(out Message? message); i++)
        {
            message.Handle(this);
        }
    }

    private void FireTimers()
    {
        if (!_started)
        {
            return;
        }

        while (_timers.TakeDue() is { } timer)
        {
            Instance instance = timer.Instance;
            if (timer.TaskId is { } id)
            {
                instance.Timers.Remove(id);
                instance.Inbox.Add(new InboxItem(null, instance.Generation, new TimerFired(id, timer.FireAt) { At = Now() }));
            }
            else
            {
                instance.StartAt = null;
            }

            MakeReady(instance);
        }
    }

    private void SetAlarm()
    {
        TimeSpan? wait = _started ? _timers.UntilNext() : null;
        if (wait is null)
        {
            return;
        }

        // Rounded up: timers of the system fire at whole milliseconds, and one that is early would have to be set again.
        TimeSpan due = wait <= TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait.Value + TimeSpan.FromMilliseconds(1);
        DateTime at = Now() + due;
        if (!_alarmSet || at < _alarmAt)
        {
            _alarmAt = at;
            _alarmSet = true;
            _alarm.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void Ring()
    {
        _alarmSet = false;
        _signal.Set();
    }

    private DateTime Now() => _time.GetUtcNow().UtcDateTime;

    private sealed record Waiter(bool ForStart, TaskCompletionSource<bool> Answer);
}
