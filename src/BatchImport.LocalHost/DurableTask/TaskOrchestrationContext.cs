using BatchImport.LocalHost.DurableTask.Engine;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.DurableTask;

/// <summary>
/// What an orchestrator may use. Everything else it does must be deterministic: it is run again over its history after a restart.
/// Awaiting anything but tasks from here (or <see cref="Task.WhenAll(Task[])"/> and <see cref="Task.WhenAny(Task[])"/> of them) fails the instance.
/// </summary>
public abstract class TaskOrchestrationContext
{
    private ILoggerFactory? _replaySafeLoggerFactory;

    /// <summary>The orchestrator's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The instance's id.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Who called it; null unless it is a sub-orchestration.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time, UTC, as it was when the step being run was first run: the same in every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>True while history is being replayed, false while something happens for the first time.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The version the instance was started with; empty for none.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Settings of the worker; empty here.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>A factory whose loggers write nothing during a replay.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => _replaySafeLoggerFactory ??= new ReplaySafeLoggerFactory(this);

    /// <summary>The factory behind the replay-safe one.</summary>
    protected internal abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The input; default when there was none.</summary>
    public abstract T? GetInput<T>();

    /// <summary>Calls an activity.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="input">Its input, which goes through JSON into history.</param>
    /// <param name="options">Retries and version; null for none.</param>
    /// <returns>Done when the activity is. An activity runs at least once, and again when the host dies before its result is kept.</returns>
    /// <exception cref="TaskFailedException">The activity failed, and its retries with it.</exception>
    /// <exception cref="InvalidOperationException">Called from outside the orchestrator's own thread.</exception>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null)
        => CallActivityAsync<object>(name, input, options);

    /// <inheritdoc cref="CallActivityAsync(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <inheritdoc cref="CallActivityAsync(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) => CallActivityAsync<TResult>(name, null, options);

    /// <inheritdoc cref="CallActivityAsync(TaskName, object?, TaskOptions?)"/>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Waits durably.</summary>
    /// <param name="delay">How long from <see cref="CurrentUtcDateTime"/> on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) => CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Waits durably until a time.</summary>
    /// <param name="fireAt">The time; a local one is converted to UTC.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for an event raised from outside. Events that came before anyone waited are kept. Of several waits for one name the
    /// latest gets the next event.
    /// </summary>
    /// <typeparam name="T">What the event carries; the same for every wait for that name.</typeparam>
    /// <param name="eventName">The event's name, without regard to case.</param>
    /// <param name="cancellationToken">Ends the wait; the event is then kept for the next one.</param>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event for a limited time.</summary>
    /// <exception cref="TaskCanceledException">The time is over.</exception>
    /// <inheritdoc cref="WaitForExternalEvent{T}(string, CancellationToken)"/>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) => WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <inheritdoc cref="WaitForExternalEvent{T}(string, TimeSpan)"/>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timerEnd = new();
        using CancellationTokenSource eventEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task timer = CreateTimer(timeout, timerEnd.Token);
        Task<T> raised = WaitForExternalEvent<T>(eventName, eventEnd.Token);

        CancellationTokenSource loser = await Task.WhenAny(timer, raised) == raised ? timerEnd : eventEnd;
        loser.Cancel();
        return await raised;
    }

    /// <summary>Raises an event for another orchestration; dropped when there is none of that id, or it is over.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what status queries show as custom status.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Calls another orchestration and waits for its result.</summary>
    /// <exception cref="TaskFailedException">It failed or was terminated, or its instance id is taken.</exception>
    /// <inheritdoc cref="CallActivityAsync(TaskName, object?, TaskOptions?)"/>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options)
        => CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) => CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
        => CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Starts the orchestration over, with another input and an empty history, when the orchestrator returns.</summary>
    /// <param name="newInput">The input of the next generation.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that nobody waited for yet are handed on.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <inheritdoc cref="ContinueAsNew(object?, bool)"/>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A GUID that is the same in every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that writes nothing during a replay.</summary>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) => ReplaySafeLoggerFactory.CreateLogger(categoryName);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    public virtual ILogger CreateReplaySafeLogger(Type type) => ReplaySafeLoggerFactory.CreateLogger(type);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    public virtual ILogger CreateReplaySafeLogger<T>() => ReplaySafeLoggerFactory.CreateLogger<T>();

    /// <summary>How the instance's <see cref="Version"/> compares: no version is below any, then as <see cref="System.Version"/>, then as text.</summary>
    public virtual int CompareVersionTo(string version)
    {
        bool unversioned = string.IsNullOrWhiteSpace(Version);
        if (unversioned || string.IsNullOrWhiteSpace(version))
        {
            return unversioned.CompareTo(string.IsNullOrWhiteSpace(version)) * -1;
        }

        return System.Version.TryParse(Version, out Version? own) && System.Version.TryParse(version, out Version? other)
            ? own.CompareTo(other)
            : string.Compare(Version, version, StringComparison.OrdinalIgnoreCase);
    }
}
