using System.Buffers;
using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>
/// DurableTask.Core's history events as bytes: a kind, the time in ticks, then the kind's fields. The numbers of the kinds are part of the
/// file format. Values that follow from the instance (its id, its parent) are not written.
/// </summary>
internal static class HistoryCodec
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    private enum Kind : byte
    {
        OrchestratorStarted = 1,
        ExecutionStarted = 2,
        TaskScheduled = 3,
        TaskCompleted = 4,
        TaskFailed = 5,
        TimerCreated = 6,
        TimerFired = 7,
        SubOrchestrationCreated = 8,
        SubOrchestrationCompleted = 9,
        SubOrchestrationFailed = 10,
        EventSent = 11,
        EventRaised = 12,
        ExecutionSuspended = 13,
        ExecutionResumed = 14,
        ExecutionTerminated = 15,
        RecursivelyTerminated = 16,
        ExecutionCompleted = 17,
    }

    public static byte[] Encode(params ReadOnlySpan<HistoryEvent> events)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        foreach (var e in events)
        {
            Write(new HistoryWriter(buffer), e);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a history.</exception>
    public static List<HistoryEvent> Decode(byte[] bytes)
    {
        List<HistoryEvent> events = [];
        HistoryReader reader = new(bytes);
        while (!reader.AtEnd)
        {
            events.Add(Read(ref reader));
        }

        return events;
    }

    private static void Write(HistoryWriter w, HistoryEvent e)
    {
        switch (e)
        {
            case OrchestratorStartedEvent:
                Begin(w, Kind.OrchestratorStarted, e);
                break;
            case ExecutionStartedEvent s:
                Begin(w, Kind.ExecutionStarted, e).Text(s.Name).Text(s.Version).Text(s.Input);
                break;
            case TaskScheduledEvent s:
                Begin(w, Kind.TaskScheduled, e).Number(s.EventId).Text(s.Name).Text(s.Version).Text(s.Input);
                break;
            case TaskCompletedEvent t:
                Begin(w, Kind.TaskCompleted, e).Number(t.TaskScheduledId).Text(t.Result);
                break;
            case TaskFailedEvent t:
                Begin(w, Kind.TaskFailed, e).Number(t.TaskScheduledId).Text(t.Reason).Failure(t.FailureDetails);
                break;
            case TimerCreatedEvent t:
                Begin(w, Kind.TimerCreated, e).Number(t.EventId).Number(t.FireAt.Ticks);
                break;
            case TimerFiredEvent t:
                Begin(w, Kind.TimerFired, e).Number(t.TimerId).Number(t.FireAt.Ticks);
                break;
            case SubOrchestrationInstanceCreatedEvent s:
                Begin(w, Kind.SubOrchestrationCreated, e).Number(s.EventId).Text(s.Name).Text(s.Version).Text(s.InstanceId).Text(s.Input).Tags(s.Tags);
                break;
            case SubOrchestrationInstanceCompletedEvent s:
                Begin(w, Kind.SubOrchestrationCompleted, e).Number(s.TaskScheduledId).Text(s.Result);
                break;
            case SubOrchestrationInstanceFailedEvent s:
                Begin(w, Kind.SubOrchestrationFailed, e).Number(s.TaskScheduledId).Text(s.Reason).Failure(s.FailureDetails);
                break;
            case EventSentEvent s:
                Begin(w, Kind.EventSent, e).Number(s.EventId).Text(s.InstanceId).Text(s.Name).Text(s.Input);
                break;
            case EventRaisedEvent r:
                Begin(w, Kind.EventRaised, e).Text(r.Name).Text(r.Input);
                break;
            case ExecutionSuspendedEvent s:
                Begin(w, Kind.ExecutionSuspended, e).Text(s.Reason);
                break;
            case ExecutionResumedEvent r:
                Begin(w, Kind.ExecutionResumed, e).Text(r.Reason);
                break;
            case RecursiveTerminationEvent t:
                Begin(w, Kind.RecursivelyTerminated, e).Text(t.Input);
                break;
            case ExecutionTerminatedEvent t:
                Begin(w, Kind.ExecutionTerminated, e).Text(t.Input);
                break;
            case ExecutionCompletedEvent c:
                Begin(w, Kind.ExecutionCompleted, e).Number(c.EventId).Number((int)c.OrchestrationStatus).Text(c.Result).Failure(c.FailureDetails);
                break;
            default:
                throw new InvalidOperationException($"A history cannot contain events of type {e.GetType().Name}.");
        }
    }

    private static HistoryWriter Begin(HistoryWriter w, Kind kind, HistoryEvent e) => w.Byte((byte)kind).Number(e.Timestamp.Ticks);

    private static HistoryEvent Read(ref HistoryReader r)
    {
        var kind = (Kind)r.Byte();
        var at = r.Time();
        HistoryEvent e = kind switch
        {
            Kind.OrchestratorStarted => new OrchestratorStartedEvent(-1),
            Kind.ExecutionStarted => Started(ref r),
            Kind.TaskScheduled => new TaskScheduledEvent(r.Id(), r.Text()!, r.Text(), r.Text()),
            Kind.TaskCompleted => new TaskCompletedEvent(-1, r.Id(), r.Text()),
            Kind.TaskFailed => new TaskFailedEvent(-1, r.Id(), r.Text(), details: null, r.Failure()),
            Kind.TimerCreated => new TimerCreatedEvent(r.Id()) { FireAt = r.Time() },
            Kind.TimerFired => new TimerFiredEvent(-1) { TimerId = r.Id(), FireAt = r.Time() },
            Kind.SubOrchestrationCreated => new SubOrchestrationInstanceCreatedEvent(r.Id())
            {
                Name = r.Text(), Version = r.Text(), InstanceId = r.Text(), Input = r.Text(), Tags = r.Tags(),
            },
            Kind.SubOrchestrationCompleted => new SubOrchestrationInstanceCompletedEvent(-1, r.Id(), r.Text()),
            Kind.SubOrchestrationFailed => new SubOrchestrationInstanceFailedEvent(-1, r.Id(), r.Text(), details: null, r.Failure()),
            Kind.EventSent => new EventSentEvent(r.Id()) { InstanceId = r.Text(), Name = r.Text(), Input = r.Text() },
            Kind.EventRaised => Raised(ref r),
            Kind.ExecutionSuspended => new ExecutionSuspendedEvent(-1, r.Text()),
            Kind.ExecutionResumed => new ExecutionResumedEvent(-1, r.Text()),
            Kind.ExecutionTerminated => new ExecutionTerminatedEvent(-1, r.Text()),
            Kind.RecursivelyTerminated => new RecursiveTerminationEvent(r.Text()),
            Kind.ExecutionCompleted => Completed(ref r),
            _ => throw new InvalidDataException($"History contains an event of unknown kind {(byte)kind}."),
        };
        e.Timestamp = at;
        return e;
    }

    private static ExecutionStartedEvent Started(ref HistoryReader r)
    {
        var name = r.Text();
        var version = r.Text();
        return new ExecutionStartedEvent(-1, r.Text()) { Name = name, Version = version };
    }

    private static EventRaisedEvent Raised(ref HistoryReader r)
    {
        var name = r.Text();
        return new EventRaisedEvent(-1, r.Text()) { Name = name };
    }

    private static ExecutionCompletedEvent Completed(ref HistoryReader r)
    {
        var id = r.Id();
        var status = (OrchestrationStatus)r.Number();
        return new ExecutionCompletedEvent(id, r.Text(), status, r.Failure());
    }
}
