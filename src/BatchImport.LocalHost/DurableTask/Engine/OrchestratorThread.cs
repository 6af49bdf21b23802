namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>
/// Runs an orchestrator's continuations one after the other, on the thread that makes its current step. A continuation that comes from
/// any other thread means that the orchestrator awaited something that is not durable.
/// </summary>
internal sealed class OrchestratorThread(Action onForeignThread) : SynchronizationContext
{
    [ThreadStatic]
    private static OrchestratorThread? t_current;

    private readonly Queue<(SendOrPostCallback Callback, object? State)> _continuations = new();

    /// <summary>Whether the calling thread is making this orchestrator's step.</summary>
    public bool IsCurrent => ReferenceEquals(t_current, this);

    /// <summary>Runs something as the orchestrator's step.</summary>
    public void Run(Action step)
    {
        SynchronizationContext? outer = Current;
        OrchestratorThread? outerThread = t_current;
        SetSynchronizationContext(this);
        t_current = this;
        try
        {
            step();
        }
        finally
        {
            t_current = outerThread;
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs the continuations that wait.</summary>
    public void Drain()
    {
        while (_continuations.TryDequeue(out (SendOrPostCallback Callback, object? State) next))
        {
            next.Callback(next.State);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
        {
            _continuations.Enqueue((d, state));
        }
        else
        {
            onForeignThread();
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
        {
            d(state);
        }
        else
        {
            onForeignThread();
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Throws when the calling thread is not the orchestrator's.</summary>
    public void EnsureCurrent()
    {
        if (!IsCurrent)
        {
            onForeignThread();
            throw new InvalidOperationException(IllegalAwaitMessage);
        }
    }

    /// <summary>Called where the orchestrator's code ends: fine within a step, and only there.</summary>
    public void CheckEnd()
    {
        if (!IsCurrent)
        {
            onForeignThread();
        }
    }

    public const string IllegalAwaitMessage =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's"
        + " implementation or by middleware that invokes asynchronous code. Await only what comes from the TaskOrchestrationContext, and"
        + " without ConfigureAwait(false).";
}
