namespace BatchImport.LocalHost.DurableTask.Engine;

/// <summary>What an orchestrator's code decided and history has not confirmed yet, numbered in order.</summary>
internal sealed class DecisionLog
{
    // Confirmed from the front; null where a decision was withdrawn.
    private readonly List<Decision?> _made = [];
    private int _confirmed;
    private int _nextTaskId;

    /// <summary>Takes the next number and adds what is decided with it.</summary>
    public int Add(Func<int, Decision> decide)
    {
        int id = _nextTaskId++;
        _made.Add(decide(id));
        return id;
    }

    /// <summary>Takes a decision back; false when history has it already.</summary>
    public bool TryWithdraw(int taskId)
    {
        int index = _made.FindIndex(_confirmed, decision => decision?.TaskId == taskId);
        if (index < 0)
        {
            return false;
        }

        _made[index] = null;
        return true;
    }

    /// <summary>Holds what history says was decided next to what the replay decided.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">They differ.</exception>
    public void Confirm(Decision recorded, string orchestrator)
    {
        while (_confirmed < _made.Count && _made[_confirmed] is null)
        {
            _confirmed++;
        }

        Decision? made = _confirmed < _made.Count ? _made[_confirmed] : null;
        if (made is null || made.TaskId != recorded.TaskId)
        {
            throw new NonDeterministicOrchestrationException(
                $"history says that task #{recorded.TaskId} of orchestrator '{orchestrator}' was {recorded.Describe()}, but the replay did not schedule it.");
        }

        if (!made.Matches(recorded))
        {
            throw new NonDeterministicOrchestrationException(
                $"history says that task #{recorded.TaskId} of orchestrator '{orchestrator}' was {recorded.Describe()}, but the replay scheduled {made.Describe()}.");
        }

        _confirmed++;
    }

    /// <summary>Takes what is not confirmed: what is decided for the first time.</summary>
    public IReadOnlyList<Decision> TakeNew()
    {
        List<Decision> decisions = new(_made.Count - _confirmed);
        for (int i = _confirmed; i < _made.Count; i++)
        {
            if (_made[i] is { } decision)
            {
                decisions.Add(decision);
            }
        }

        Clear();
        return decisions;
    }

    public void Clear()
    {
        _made.Clear();
        _confirmed = 0;
    }
}
