using System.Text;
using BatchImport.LocalHost.DurableTask;
using BatchImport.LocalHost.DurableTask.Engine;
using BatchImport.LocalHost.DurableTask.Storage;
using CsCheck;

namespace BatchImport.LocalHost.Tests.DurableTask;

public sealed class HistoryCodecTests
{
    private static readonly Gen<byte[]?> Payloads = Gen.OneOf(Gen.Const(() => (byte[]?)null), Gen.Byte.Array[0, 300].Select(bytes => (byte[]?)bytes));

    private static readonly Gen<TaskFailureDetails?> Failures = Gen.OneOf(
        Gen.Const(() => (TaskFailureDetails?)null),
        Gen.Select(Gen.String, Gen.String, Gen.String, Gen.Bool, (type, message, stack, final) => (TaskFailureDetails?)new TaskFailureDetails(
            type, message, stack, new TaskFailureDetails(message, type, null, null, null), null) { IsNonRetriable = final }));

    private static readonly Gen<HistoryEvent> Events = Gen.Select(
        Gen.Int[0, 13], Gen.Int[0, int.MaxValue], Gen.String, Payloads, Failures, Gen.Long[0, DateTime.MaxValue.Ticks], Make);

    [Fact]
    public void What_is_written_is_read_back()
        => Events.List[0, 20].Sample(events => Show(HistoryCodec.Decode(HistoryCodec.Encode(events))) == Show(events), seed: "0000KoIg1bO3", iter: 2000);

    [Fact]
    public void Bytes_that_were_changed_or_cut_short_are_read_or_refused_and_nothing_else()
        => Gen.Select(Events.List[1, 5], Gen.Int, Gen.Byte, Gen.Bool).Sample(
            (events, at, value, cut) =>
            {
                byte[] bytes = HistoryCodec.Encode(events);
                int index = (int)((uint)at % (uint)bytes.Length);
                bytes[index] = value;
                try
                {
                    HistoryCodec.Decode(cut ? bytes[..index] : bytes);
                }
                catch (Exception e) when (e is InvalidDataException)
                {
                    // Refused: a kind, a length or a time that cannot be.
                }
            },
            seed: "0000KoIg1bO3",
            iter: 5000);

    private static HistoryEvent Make(int kind, int id, string text, byte[]? payload, TaskFailureDetails? failure, long ticks)
    {
        DateTime at = new(ticks, DateTimeKind.Utc);
        HistoryEvent made = kind switch
        {
            0 => new OrchestratorStarted(),
            1 => new ExecutionStarted(text, text, payload),
            2 => new TaskScheduled(id, text, text, payload),
            3 => new TaskEnded(id, payload, failure),
            4 => new TimerCreated(id, at),
            5 => new TimerFired(id, at),
            6 => new SubOrchestrationInstanceCreated(id, text, text, text, payload, text),
            7 => new SubOrchestrationInstanceEnded(id, payload, failure),
            8 => new EventSent(id, text, text, payload),
            9 => new EventRaised(text, payload),
            10 => new ExecutionSuspended(text),
            11 => new ExecutionResumed(null),
            12 => new ExecutionTerminated(payload, id % 2 == 0),
            _ => new ExecutionCompleted(OrchestrationRuntimeStatus.Failed, payload, failure),
        };
        return made with { At = at };
    }

    // Records compare payloads by reference; their text with the payloads spelled out compares what is in them.
    private static string Show(IEnumerable<HistoryEvent> events) => events.Aggregate(new StringBuilder(), (text, e) => text.Append(e).Append(e switch
    {
        ExecutionStarted { Input: { } bytes } => Convert.ToHexString(bytes),
        TaskScheduled { Input: { } bytes } => Convert.ToHexString(bytes),
        SubOrchestrationInstanceCreated { Input: { } bytes } => Convert.ToHexString(bytes),
        EventSent { Input: { } bytes } => Convert.ToHexString(bytes),
        EventRaised { Input: { } bytes } => Convert.ToHexString(bytes),
        ExecutionTerminated { Output: { } bytes } => Convert.ToHexString(bytes),
        ExecutionCompleted { Result: { } bytes } => Convert.ToHexString(bytes),
        TaskOutcome { Result: { } bytes } => Convert.ToHexString(bytes),
        _ => "none",
    }).AppendLine()).ToString();
}
