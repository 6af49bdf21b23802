namespace BatchImport.LocalHost.TaskHub.Execution;

/// <summary>
/// Marks the thread that executes an orchestrator's current step, and runs the orchestrator's continuations on it immediately, as Microsoft's
/// executor does. A continuation from any other thread means that the orchestrator awaited something that is not durable: the
/// executor would run it there; this context reports it and does not run it.
/// </summary>
/// <param name="onForeignThread">Called, on any thread, when the orchestrator left its step.</param>
internal sealed class OrchestratorThread(Action onForeignThread) : SynchronizationContext
{
    // The first sentences are those of Microsoft's worker.
    public const string IllegalAwaitMessage =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's"
        + " implementation or by middleware that invokes asynchronous code. Await only what comes from the TaskOrchestrationContext, and"
        + " without ConfigureAwait(false).";

    [ThreadStatic]
    private static OrchestratorThread? _current;

    /// <summary>Whether the calling thread executes this orchestrator's step.</summary>
    public bool IsCurrent => ReferenceEquals(_current, this);

    /// <summary>Makes the calling thread this orchestrator's until <see cref="End"/>.</summary>
    /// <returns>The value to pass to <see cref="End"/>.</returns>
    public OrchestratorThread? Begin()
    {
        var outer = _current;
        _current = this;
        return outer;
    }

    public static void End(OrchestratorThread? outer) => _current = outer;

    /// <summary>Calls the orchestrator's code so that its awaits return to this context.</summary>
    public T Enter<T>(Func<T> code)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            return code();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsCurrent)
        {
            onForeignThread();
            return;
        }

        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            d(state);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => Post(d, state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Throws when the calling thread does not execute the orchestrator's step.</summary>
    /// <exception cref="InvalidOperationException">The orchestrator left its step.</exception>
    public void EnsureCurrent()
    {
        if (!IsCurrent)
        {
            onForeignThread();
            throw new InvalidOperationException(IllegalAwaitMessage);
        }
    }

    /// <summary>Reports when the orchestrator's code ends outside a step.</summary>
    public void CheckEndOf(Task orchestrator)
    {
        if (!orchestrator.IsCompleted)
        {
            // The rule applies to orchestrators; this is the check of one.
#pragma warning disable DURABLE0004
            _ = orchestrator.ContinueWith(
                static (_, state) => ((OrchestratorThread)state!).CheckEnd(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
#pragma warning restore DURABLE0004
        }
    }

    private void CheckEnd()
    {
        if (!IsCurrent)
        {
            onForeignThread();
        }
    }
}
