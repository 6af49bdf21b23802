using System.Text.Json;
using BatchImport.LocalHost.TaskHub.Storage;
using CsCheck;
using DurableTask.Core;
using DurableTask.Core.History;

namespace BatchImport.LocalHost.Tests.TaskHub;

public sealed class HistoryCodecTests
{
    private static readonly Gen<string?> Texts = Gen.OneOf(Gen.Const(() => (string?)null), Gen.String.Select(text => (string?)text));

    private static readonly Gen<FailureDetails?> Failures = Gen.OneOf(
        Gen.Const(() => (FailureDetails?)null),
        Gen.Select(Gen.String, Gen.String, Texts, Gen.Bool, (type, message, stack, final) => (FailureDetails?)new FailureDetails(
            type, message, stack, new FailureDetails(message, type, null, null, isNonRetriable: !final), final)));

    private static readonly Gen<HistoryEvent> Events = Gen.Select(
        Gen.Int[0, 16], Gen.Int[0, int.MaxValue], Gen.String, Texts, Failures, Gen.Long[0, DateTime.MaxValue.Ticks], Make);

    [Fact]
    public void Written_events_are_read_back()
        => Events.List[0, 20].Sample(events => Show(HistoryCodec.Decode(HistoryCodec.Encode([.. events]))) == Show(events), seed: "0000KoIg1bO3", iter: 2000);

    [Fact]
    public void Bytes_that_were_changed_or_cut_short_are_read_or_refused_and_nothing_else()
        => Gen.Select(Events.List[1, 5], Gen.Int, Gen.Byte, Gen.Bool).Sample(
            (events, at, value, cut) =>
            {
                var bytes = HistoryCodec.Encode([.. events]);
                var index = (int)((uint)at % (uint)bytes.Length);
                bytes[index] = value;
                try
                {
                    HistoryCodec.Decode(cut ? bytes[..index] : bytes);
                }
                catch (Exception ex) when (ex is InvalidDataException)
                {
                    // Refused: an invalid kind, length or time.
                }
            },
            seed: "0000KoIg1bO3",
            iter: 5000);

    private static HistoryEvent Make(int kind, int id, string text, string? payload, FailureDetails? failure, long ticks)
    {
        DateTime at = new(ticks, DateTimeKind.Utc);
        HistoryEvent made = kind switch
        {
            0 => new OrchestratorStartedEvent(-1),
            1 => new ExecutionStartedEvent(-1, payload) { Name = text, Version = text },
            2 => new TaskScheduledEvent(id, text, text, payload),
            3 => new TaskCompletedEvent(-1, id, payload),
            4 => new TaskFailedEvent(-1, id, text, details: null, failure),
            5 => new TimerCreatedEvent(id) { FireAt = at },
            6 => new TimerFiredEvent(-1) { TimerId = id, FireAt = at },
            7 => new SubOrchestrationInstanceCreatedEvent(id)
            {
                Name = text, InstanceId = text, Version = payload, Input = payload, Tags = payload is null ? null : new Dictionary<string, string> { [text] = payload },
            },
            8 => new SubOrchestrationInstanceCompletedEvent(-1, id, payload),
            9 => new SubOrchestrationInstanceFailedEvent(-1, id, payload, details: null, failure),
            10 => new EventSentEvent(id) { InstanceId = text, Name = text, Input = payload },
            11 => new EventRaisedEvent(-1, payload) { Name = text },
            12 => new ExecutionSuspendedEvent(-1, payload),
            13 => new ExecutionResumedEvent(-1, payload),
            14 => new ExecutionTerminatedEvent(-1, payload),
            15 => new RecursiveTerminationEvent(payload),
            _ => new ExecutionCompletedEvent(id, payload, OrchestrationStatus.Failed, failure),
        };
        made.Timestamp = at;
        return made;
    }

    private static string Show(IEnumerable<HistoryEvent> events) => string.Join('\n', events.Select(e => $"{e.GetType().Name} {JsonSerializer.Serialize(e, e.GetType())}"));
}
