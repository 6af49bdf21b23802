using System.Buffers;
using System.Text;
using BatchImport.LocalHost.DurableTask.Engine;

namespace BatchImport.LocalHost.DurableTask.Storage;

/// <summary>
/// History events as bytes: a kind, the time in ticks, then the kind's fields; texts and payloads with their length in front. The
/// numbers of the kinds are part of the file format.
/// </summary>
internal static class HistoryCodec
{
    private enum Kind : byte
    {
        OrchestratorStarted = 1,
        ExecutionStarted = 2,
        TaskScheduled = 3,
        TaskEnded = 4,
        TimerCreated = 5,
        TimerFired = 6,
        SubOrchestrationCreated = 7,
        SubOrchestrationEnded = 8,
        EventSent = 9,
        EventRaised = 10,
        ExecutionSuspended = 11,
        ExecutionResumed = 12,
        ExecutionTerminated = 13,
        ExecutionCompleted = 14,
    }

    public static byte[] Encode(IEnumerable<HistoryEvent> events)
    {
        ArrayBufferWriter<byte> output = new(512);
        foreach (HistoryEvent e in events)
        {
            Write(new Writer(output), e);
        }

        return output.WrittenSpan.ToArray();
    }

    public static byte[] Encode(HistoryEvent single) => Encode([single]);

    /// <exception cref="InvalidDataException">The bytes are no history.</exception>
    public static List<HistoryEvent> Decode(byte[] bytes)
    {
        List<HistoryEvent> events = [];
        Reader reader = new(bytes);
        while (!reader.AtEnd)
        {
            events.Add(Read(ref reader));
        }

        return events;
    }

    private static void Write(Writer w, HistoryEvent e)
    {
        switch (e)
        {
            case OrchestratorStarted:
                w.Begin(Kind.OrchestratorStarted, e);
                break;
            case ExecutionStarted s:
                w.Begin(Kind.ExecutionStarted, e).Text(s.Name).Text(s.Version).Bytes(s.Input);
                break;
            case TaskScheduled s:
                w.Begin(Kind.TaskScheduled, e).Number(s.TaskId).Text(s.Name).Text(s.Version).Bytes(s.Input);
                break;
            case TaskEnded t:
                w.Begin(Kind.TaskEnded, e).Number(t.TaskId).Bytes(t.Result).Failure(t.Failure);
                break;
            case TimerCreated t:
                w.Begin(Kind.TimerCreated, e).Number(t.TaskId).Number(t.FireAt.Ticks);
                break;
            case TimerFired t:
                w.Begin(Kind.TimerFired, e).Number(t.TaskId).Number(t.FireAt.Ticks);
                break;
            case SubOrchestrationInstanceCreated s:
                w.Begin(Kind.SubOrchestrationCreated, e).Number(s.TaskId).Text(s.Name).Text(s.InstanceId).Text(s.Version).Bytes(s.Input).Text(s.Tags);
                break;
            case SubOrchestrationInstanceEnded s:
                w.Begin(Kind.SubOrchestrationEnded, e).Number(s.TaskId).Bytes(s.Result).Failure(s.Failure);
                break;
            case EventSent s:
                w.Begin(Kind.EventSent, e).Number(s.TaskId).Text(s.InstanceId).Text(s.Name).Bytes(s.Input);
                break;
            case EventRaised r:
                w.Begin(Kind.EventRaised, e).Text(r.Name).Bytes(r.Input);
                break;
            case ExecutionSuspended s:
                w.Begin(Kind.ExecutionSuspended, e).Text(s.Reason);
                break;
            case ExecutionResumed r:
                w.Begin(Kind.ExecutionResumed, e).Text(r.Reason);
                break;
            case ExecutionTerminated t:
                w.Begin(Kind.ExecutionTerminated, e).Bytes(t.Output).Number(t.Recursive ? 1 : 0);
                break;
            case ExecutionCompleted c:
                w.Begin(Kind.ExecutionCompleted, e).Number((int)c.Status).Bytes(c.Result).Failure(c.Failure);
                break;
            default:
                throw new InvalidOperationException($"A history keeps no {e.GetType().Name}.");
        }
    }

    private static HistoryEvent Read(ref Reader r)
    {
        Kind kind = (Kind)r.Byte();
        DateTime at = r.Time();
        return kind switch
        {
            Kind.OrchestratorStarted => new OrchestratorStarted { At = at },
            Kind.ExecutionStarted => new ExecutionStarted(r.Text()!, r.Text()!, r.Bytes()) { At = at },
            Kind.TaskScheduled => new TaskScheduled((int)r.Number(), r.Text()!, r.Text()!, r.Bytes()) { At = at },
            Kind.TaskEnded => new TaskEnded((int)r.Number(), r.Bytes(), r.Failure()) { At = at },
            Kind.TimerCreated => new TimerCreated((int)r.Number(), r.Time()) { At = at },
            Kind.TimerFired => new TimerFired((int)r.Number(), r.Time()) { At = at },
            Kind.SubOrchestrationCreated => new SubOrchestrationInstanceCreated(
                (int)r.Number(), r.Text()!, r.Text()!, r.Text()!, r.Bytes(), r.Text()) { At = at },
            Kind.SubOrchestrationEnded => new SubOrchestrationInstanceEnded((int)r.Number(), r.Bytes(), r.Failure()) { At = at },
            Kind.EventSent => new EventSent((int)r.Number(), r.Text()!, r.Text()!, r.Bytes()) { At = at },
            Kind.EventRaised => new EventRaised(r.Text()!, r.Bytes()) { At = at },
            Kind.ExecutionSuspended => new ExecutionSuspended(r.Text()) { At = at },
            Kind.ExecutionResumed => new ExecutionResumed(r.Text()) { At = at },
            Kind.ExecutionTerminated => new ExecutionTerminated(r.Bytes(), r.Number() != 0) { At = at },
            Kind.ExecutionCompleted => new ExecutionCompleted((OrchestrationRuntimeStatus)r.Number(), r.Bytes(), r.Failure()) { At = at },
            _ => throw new InvalidDataException($"History holds an event of unknown kind {(byte)kind}."),
        };
    }

    private readonly ref struct Writer(ArrayBufferWriter<byte> output)
    {
        public Writer Begin(Kind kind, HistoryEvent e)
        {
            Span<byte> span = output.GetSpan(1);
            span[0] = (byte)kind;
            output.Advance(1);
            return Number(e.At.Ticks);
        }

        public Writer Number(long value)
        {
            ulong rest = (ulong)value;
            Span<byte> span = output.GetSpan(10);
            int i = 0;
            for (; rest >= 0x80; rest >>= 7)
            {
                span[i++] = (byte)(rest | 0x80);
            }

            span[i++] = (byte)rest;
            output.Advance(i);
            return this;
        }

        // Lengths are written one too high, so that 0 can stand for null.
        public Writer Text(string? value)
        {
            if (value is null)
            {
                return Number(0);
            }

            int length = Encoding.UTF8.GetByteCount(value);
            Number(length + 1);
            Encoding.UTF8.GetBytes(value, output.GetSpan(length));
            output.Advance(length);
            return this;
        }

        public Writer Bytes(byte[]? value)
        {
            if (value is null)
            {
                return Number(0);
            }

            Number(value.Length + 1);
            output.Write(value);
            return this;
        }

        public Writer Failure(TaskFailureDetails? failure)
        {
            if (failure is null)
            {
                return Number(0);
            }

            return Number(failure.IsNonRetriable ? 2 : 1)
                .Text(failure.ErrorType).Text(failure.ErrorMessage).Text(failure.StackTrace).Failure(failure.InnerFailure);
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool AtEnd => _rest.IsEmpty;

        public byte Byte() => Take(1)[0];

        public DateTime Time()
        {
            long ticks = Number();
            return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
                ? new DateTime(ticks, DateTimeKind.Utc)
                : throw new InvalidDataException("History holds a time that is none.");
        }

        public long Number()
        {
            ulong value = 0;
            for (int shift = 0; shift < 64; shift += 7)
            {
                byte b = Byte();
                value |= (ulong)(b & 0x7F) << shift;
                if (b < 0x80)
                {
                    return (long)value;
                }
            }

            throw new InvalidDataException("History holds a number that is too long.");
        }

        public string? Text()
        {
            long length = Number();
            return length == 0 ? null : Encoding.UTF8.GetString(Take(length - 1));
        }

        public byte[]? Bytes()
        {
            long length = Number();
            return length == 0 ? null : Take(length - 1).ToArray();
        }

        public TaskFailureDetails? Failure()
        {
            long mark = Number();
            return mark == 0
                ? null
                : new TaskFailureDetails(Text()!, Text()!, Text(), Failure(), Properties: null) { IsNonRetriable = mark == 2 };
        }

        private ReadOnlySpan<byte> Take(long length)
        {
            if ((ulong)length > (ulong)_rest.Length)
            {
                throw new InvalidDataException("History ends in the middle of an event.");
            }

            ReadOnlySpan<byte> taken = _rest[..(int)length];
            _rest = _rest[(int)length..];
            return taken;
        }
    }
}
