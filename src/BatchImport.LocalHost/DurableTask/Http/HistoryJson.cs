using System.Text.Json;
using BatchImport.LocalHost.DurableTask.Engine;

namespace BatchImport.LocalHost.DurableTask.Http;

/// <summary>
/// A history as the management endpoints show it: what was scheduled and has ended is one entry, the end, which names the function and the
/// time it was scheduled.
/// </summary>
internal sealed class HistoryJson(Utf8JsonWriter json, bool showInput, bool showOutput)
{
    public void Write(IEnumerable<HistoryEvent> history)
    {
        List<HistoryEvent> events = [.. history];
        Dictionary<int, Decision> decided = events.OfType<Decision>().ToDictionary(decision => decision.TaskId);
        HashSet<int> ended = [.. events.OfType<TaskOutcome>().Where(e => e is not TimerFired).Select(e => e.TaskId)];
        json.WriteStartArray();
        foreach (HistoryEvent e in events)
        {
            if (e is OrchestratorStarted || (e is Decision decision && ended.Contains(decision.TaskId)))
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteString("EventType", EventType(e));
            json.WriteString("Timestamp", e.At);
            Fields(e, decided);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string EventType(HistoryEvent e) => e switch
    {
        TaskEnded { Failure: null } => "TaskCompleted",
        TaskEnded => "TaskFailed",
        SubOrchestrationInstanceEnded { Failure: null } => "SubOrchestrationInstanceCompleted",
        SubOrchestrationInstanceEnded => "SubOrchestrationInstanceFailed",
        _ => e.GetType().Name,
    };

    private void Fields(HistoryEvent e, Dictionary<int, Decision> decided)
    {
        switch (e)
        {
            case ExecutionStarted started:
                json.WriteString("FunctionName", started.Name);
                Input(started.Input);
                break;
            case TaskScheduled task:
                json.WriteString("Name", task.Name);
                Input(task.Input);
                break;
            case SubOrchestrationInstanceCreated child:
                json.WriteString("Name", child.Name);
                json.WriteString("InstanceId", child.InstanceId);
                Input(child.Input);
                break;
            case TimerCreated timer:
                json.WriteString("FireAt", timer.FireAt);
                break;
            case TimerFired fired:
                json.WriteString("FireAt", fired.FireAt);
                break;
            case TaskOutcome outcome:
                Outcome(outcome, decided.GetValueOrDefault(outcome.TaskId));
                break;
            case EventRaised raised:
                json.WriteString("Name", raised.Name);
                Input(raised.Input);
                break;
            case EventSent sent:
                json.WriteString("Name", sent.Name);
                json.WriteString("InstanceId", sent.InstanceId);
                Input(sent.Input);
                break;
            case ExecutionSuspended suspended:
                json.WriteString("Reason", suspended.Reason);
                break;
            case ExecutionResumed resumed:
                json.WriteString("Reason", resumed.Reason);
                break;
            case ExecutionTerminated terminated:
                Input(terminated.Output);
                break;
            case ExecutionCompleted completed:
                json.WriteString("OrchestrationStatus", completed.Status.ToString());
                Failure(completed.Failure);
                Result(completed.Result);
                break;
        }
    }

    private void Outcome(TaskOutcome outcome, Decision? decision)
    {
        if (decision is not null)
        {
            json.WriteString("ScheduledTime", decision.At);
            (string name, byte[]? input) = decision switch
            {
                TaskScheduled task => (task.Name, task.Input),
                SubOrchestrationInstanceCreated child => (child.Name, child.Input),
                _ => (string.Empty, null),
            };
            json.WriteString("FunctionName", name);
            Input(input);
        }

        Failure(outcome.Failure);
        if (outcome.Failure is null)
        {
            Result(outcome.Result);
        }
    }

    private void Input(byte[]? input)
    {
        if (showInput)
        {
            json.WriteString("Input", Payload.ToText(input));
        }
    }

    private void Result(byte[]? result)
    {
        if (showOutput)
        {
            json.WritePropertyName("Result");
            json.WriteRawValue(result ?? "null"u8);
        }
    }

    private void Failure(TaskFailureDetails? failure)
    {
        if (failure is not null)
        {
            json.WriteString("Reason", failure.ErrorMessage);
            json.WriteString("Details", failure.ToString());
            json.WritePropertyName("FailureDetails");
            JsonSerializer.Serialize(json, failure);
        }
    }
}
