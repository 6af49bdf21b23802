using System.Text.Json;
using BatchImport.LocalHost.TaskHub.Serialization;
using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Http;

/// <summary>
/// A history in the format of the management endpoints: a task that has ended is one entry, its end, with the function's name and the
/// time it was scheduled.
/// </summary>
internal sealed class HistoryJson(Utf8JsonWriter json, bool showInput, bool showOutput)
{
    public void Write(IEnumerable<HistoryEvent> history)
    {
        List<HistoryEvent> events = [.. history];
        var scheduled = events.Where(IsSchedule).ToDictionary(e => e.EventId);
        HashSet<int> ended = [.. events.Select(EndedTask).OfType<int>()];
        json.WriteStartArray();
        foreach (var e in events)
        {
            if (e is OrchestratorStartedEvent || (IsSchedule(e) && ended.Contains(e.EventId)))
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteString("EventType", e.EventType.ToString());
            json.WriteString("Timestamp", e.Timestamp);
            Fields(e, EndedTask(e) is { } id ? scheduled.GetValueOrDefault(id) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool IsSchedule(HistoryEvent e) => e is TaskScheduledEvent or SubOrchestrationInstanceCreatedEvent;

    private static int? EndedTask(HistoryEvent e) => e switch
    {
        TaskCompletedEvent completed => completed.TaskScheduledId,
        TaskFailedEvent failed => failed.TaskScheduledId,
        SubOrchestrationInstanceCompletedEvent completed => completed.TaskScheduledId,
        SubOrchestrationInstanceFailedEvent failed => failed.TaskScheduledId,
        _ => null,
    };

    private void Fields(HistoryEvent e, HistoryEvent? scheduled)
    {
        Scheduled(scheduled);
        switch (e)
        {
            case ExecutionStartedEvent started:
                json.WriteString("FunctionName", started.Name);
                Input(started.Input);
                break;
            case TaskScheduledEvent task:
                json.WriteString("Name", task.Name);
                Input(task.Input);
                break;
            case SubOrchestrationInstanceCreatedEvent child:
                json.WriteString("Name", child.Name);
                json.WriteString("InstanceId", child.InstanceId);
                Input(child.Input);
                break;
            case TaskCompletedEvent completed:
                Result(completed.Result);
                break;
            case SubOrchestrationInstanceCompletedEvent completed:
                Result(completed.Result);
                break;
            case TaskFailedEvent failed:
                Failure(failed.FailureDetails);
                break;
            case SubOrchestrationInstanceFailedEvent failed:
                Failure(failed.FailureDetails);
                break;
            case TimerCreatedEvent timer:
                json.WriteString("FireAt", timer.FireAt);
                break;
            case TimerFiredEvent fired:
                json.WriteString("FireAt", fired.FireAt);
                break;
            case EventRaisedEvent raised:
                json.WriteString("Name", raised.Name);
                Input(raised.Input);
                break;
            case EventSentEvent sent:
                json.WriteString("Name", sent.Name);
                json.WriteString("InstanceId", sent.InstanceId);
                Input(sent.Input);
                break;
            case ExecutionSuspendedEvent suspended:
                json.WriteString("Reason", suspended.Reason);
                break;
            case ExecutionResumedEvent resumed:
                json.WriteString("Reason", resumed.Reason);
                break;
            case ExecutionTerminatedEvent terminated:
                Input(terminated.Input);
                break;
            case ExecutionCompletedEvent completed:
                json.WriteString("OrchestrationStatus", completed.OrchestrationStatus.ToString());
                Failure(completed.FailureDetails);
                if (completed.FailureDetails is null)
                {
                    Result(completed.Result);
                }

                break;
        }
    }

    private void Scheduled(HistoryEvent? scheduled)
    {
        if (scheduled is not null)
        {
            json.WriteString("ScheduledTime", scheduled.Timestamp);
            var (name, input) = scheduled is TaskScheduledEvent task
                ? (task.Name, task.Input)
                : (((SubOrchestrationInstanceCreatedEvent)scheduled).Name, ((SubOrchestrationInstanceCreatedEvent)scheduled).Input);
            json.WriteString("FunctionName", name);
            Input(input);
        }
    }

    private void Input(string? input)
    {
        if (showInput)
        {
            json.WriteString("Input", input);
        }
    }

    private void Result(string? result)
    {
        if (showOutput)
        {
            json.WritePropertyName("Result");
            json.WriteRawValue(result ?? "null");
        }
    }

    private void Failure(FailureDetails? failure)
    {
        if (failure is not null)
        {
            json.WriteString("Reason", failure.ErrorMessage);
            json.WriteString("Details", failure.ToString());
            json.WritePropertyName("FailureDetails");
            JsonSerializer.Serialize(json, Failures.ToClient(failure));
        }
    }
}
