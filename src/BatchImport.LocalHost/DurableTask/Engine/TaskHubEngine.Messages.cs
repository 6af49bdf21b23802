namespace BatchImport.LocalHost.DurableTask.Engine;

/// <content>What reaches the hub's thread.</content>
internal sealed partial class TaskHubEngine
{
    private abstract class Message
    {
        public abstract void Handle(TaskHubEngine hub);

        /// <summary>The hub is stopped and takes no more messages.</summary>
        public virtual void Refuse(Exception reason)
        {
        }
    }

    private sealed class ActivityEnded(ActivityItem item, TaskEnded ended) : Message
    {
        public override void Handle(TaskHubEngine hub)
        {
            if (!item.Instance.IsOver && item.Generation == item.Instance.Generation)
            {
                item.Instance.Inbox.Add(new InboxItem(null, item.Generation, ended));
                hub.MakeReady(item.Instance);
            }
        }
    }

    private sealed class StepEnded(Step step) : Message
    {
        public override void Handle(TaskHubEngine hub) => hub.EndStep(step);
    }

    private sealed class StepToRepeat(Instance instance, List<InboxItem> items) : Message
    {
        public override void Handle(TaskHubEngine hub)
        {
            hub._activeSteps--;
            instance.IsBusy = false;
            instance.Inbox.InsertRange(0, items);
            hub.MakeReady(instance);
        }
    }

    private sealed class IllegalAwait(Instance instance, OrchestrationRun run) : Message
    {
        public override void Handle(TaskHubEngine hub)
        {
            if (!instance.IsOver && (instance.IsBusy || instance.Run == run))
            {
                instance.Inbox.Add(new InboxItem(null, instance.Generation, new IllegalAwaitDetected()));
                hub.MakeReady(instance);
            }
        }
    }

    private sealed class EndWhenQuiet : Message
    {
        public override void Handle(TaskHubEngine hub) => hub._ending = true;
    }

    private sealed class Command<T>(Func<T> command) : Message
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Answer => _answer.Task;

        public override void Handle(TaskHubEngine hub)
        {
            T result;
            try
            {
                result = command();
            }
            catch (Exception e)
            {
                // After the commit too: whoever is told that an id is taken must find the instance that has it.
                hub._answers.Add(fault => _answer.TrySetException(fault ?? e));
                return;
            }

            hub._answers.Add(fault =>
            {
                if (fault is null)
                {
                    _answer.TrySetResult(result);
                }
                else
                {
                    _answer.TrySetException(fault);
                }
            });
        }

        public override void Refuse(Exception reason) => _answer.TrySetException(reason);
    }
}
