using BatchImport.LocalHost.TaskHub.Execution;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>Starts the steps of orchestrations on the thread pool, a limited number at once, and executes their decisions.</summary>
internal sealed class StepDispatcher(
    InstanceTable instances,
    InstanceLifecycle lifecycle,
    GroupCommit commit,
    HubTimers timers,
    InstanceWaiters waiters,
    HubMailbox mailbox,
    FunctionShims shims,
    TaskHubReader reader,
    ManualResetEventSlim abort,
    TaskHubOptions options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>The number of steps that are being executed or committed.</summary>
    public int Active { get; private set; }

    /// <summary>Starts steps of the instances that wait for one.</summary>
    public void Start()
    {
        while (Active < options.MaxConcurrentOrchestratorFunctions && instances.TryTakeReady(out var instance))
        {
            if (instance.IsOver || TakeInbox(instance) is not { Count: > 0 } items)
            {
                continue;
            }

            instance.IsBusy = true;
            Active++;
            OrchestrationStep step = new()
            {
                Instance = instance,
                Items = items,
                Run = instance.Run ?? NewRun(instance),
                Replay = instance.Run is null && instance.NextSequence > 0,
            };
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Dispatcher.Make(work.Step), (Dispatcher: this, Step: step), preferLocal: false);
        }
    }

    // Events of an earlier generation are obsolete.
    private List<InboxItem> TakeInbox(Instance instance)
    {
        var items = instance.Inbox;
        instance.Inbox = [];
        var current = instance.Generation;
        if (items.Exists(item => item.Generation is { } generation && generation != current))
        {
            foreach (var stale in items.Where(item => item.Generation is { } generation && generation != current && item.Message is not null))
            {
                commit.Add(new StoreOperation.DeleteMessage(stale.Message!.Value));
            }

            items.RemoveAll(item => item.Generation is { } generation && generation != current);
        }

        return items;
    }

    private OrchestrationRun NewRun(Instance instance)
    {
        var parent = instance.Parent is null ? null : new ParentOrchestrationInstance(instance.Parent.Name, instance.Parent.Id);
        return new OrchestrationRun(
            shims, instance.Identity, parent, instance.CustomStatus, run => mailbox.Post(new ActionMessage(() => OnIllegalAwait(instance, run))));
    }

    private void Make(OrchestrationStep step)
    {
        try
        {
            step.Make(reader, time);
        }
        catch (InvalidDataException ex)
        {
            step.Fail(ex, lifecycle.Now());
        }
        catch (Exception ex)
        {
            // The outcome contains the orchestrator's exceptions: here its history could not be read.
            HubLog.CannotReplay(logger, ex, step.Instance.Id);
            abort.Wait(GroupCommit.RetryInterval);
            mailbox.Post(new ActionMessage(() => Repeat(step)));
            return;
        }

        mailbox.Post(new ActionMessage(() => End(step)));
    }

    private void Repeat(OrchestrationStep step)
    {
        Active--;
        step.Instance.IsBusy = false;
        step.Instance.Inbox.InsertRange(0, step.Items);
        instances.MakeReady(step.Instance);
    }

    private void OnIllegalAwait(Instance instance, OrchestrationRun run)
    {
        if (!instance.IsOver && (instance.IsBusy || instance.Run == run))
        {
            instance.Inbox.Add(new InboxItem(null, instance.Generation, OrchestrationRun.IllegalAwait));
            instances.MakeReady(instance);
        }
    }

    private void End(OrchestrationStep step)
    {
        Active--;
        var instance = step.Instance;
        var outcome = step.Outcome;
        if (instance.IsOver)
        {
            return;
        }

        instance.LastStep = outcome.Time;
        instance.CustomStatus = outcome.CustomStatus;
        foreach (var item in step.Items)
        {
            if (item.Message is { } number)
            {
                commit.Add(new StoreOperation.DeleteMessage(number));
            }
        }

        var created = CarryOut(instance, outcome);
        if (outcome.Completed is { } completed)
        {
            AppendHistory(step);
            lifecycle.Finish(instance, completed, step.TerminatesChildren);
            return;
        }

        if (outcome.Next is { } next)
        {
            lifecycle.ContinueAsNew(instance, next, outcome.Time);
        }
        else
        {
            AppendHistory(step);
            lifecycle.SetStatus(instance, outcome.IsSuspended ? OrchestrationStatus.Suspended : OrchestrationStatus.Running, outcome.Time);
        }

        commit.Then(() =>
        {
            instance.IsBusy = false;
            instance.Run = outcome.KeepsRun ? step.Run : null;
            foreach (var timer in created)
            {
                timers.Add(instance, timer.EventId, timer.FireAt, outcome.Time);
            }

            waiters.Notify(instance);
            instances.MakeReady(instance);
            instances.KeepIdle(instance);
        });
    }

    private List<TimerCreatedEvent> CarryOut(Instance instance, StepOutcome outcome)
    {
        List<TimerCreatedEvent> created = [];
        foreach (var decision in outcome.Decisions)
        {
            switch (decision)
            {
                case TaskScheduledEvent task:
                    commit.Schedule(new ActivityItem(instance, instance.Generation, task, IsSuspect: false));
                    break;
                case TimerCreatedEvent timer:
                    created.Add(timer);
                    break;
                case SubOrchestrationInstanceCreatedEvent child:
                    lifecycle.CreateChild(instance, child);
                    break;
                case EventSentEvent sent when sent.InstanceId is not null && instances.TryGet(sent.InstanceId, out var target):
                    lifecycle.Deliver(target, new EventRaisedEvent(-1, sent.Input) { Name = sent.Name, Timestamp = outcome.Time }, generation: null);
                    break;
            }
        }

        return created;
    }

    private void AppendHistory(OrchestrationStep step)
        => commit.Add(new StoreOperation.AppendHistory(step.Instance.Key, step.Instance.NextSequence++, step.History));
}
