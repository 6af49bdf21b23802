using DurableTask.Core;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>The log of the task hub; without inputs, outputs or messages of exceptions that orchestrators and activities throw.</summary>
internal static partial class HubLog
{
    [LoggerMessage(EventId = 5100, Level = LogLevel.Information,
        Message = "Task hub {Hub} opened: {Instances} unfinished orchestrations, {Activities} activities to run, {Timers} timers.")]
    public static partial void Opened(ILogger logger, string hub, int instances, int activities, int timers);

    [LoggerMessage(EventId = 5101, Level = LogLevel.Information, Message = "Task hub {Hub} stopped.")]
    public static partial void Stopped(ILogger logger, string hub);

    [LoggerMessage(EventId = 5102, Level = LogLevel.Information, Message = "Orchestration {InstanceId} ({Name}) ended: {Status}, {ErrorType}.")]
    public static partial void Ended(ILogger logger, string instanceId, string name, OrchestrationStatus status, string errorType);

    [LoggerMessage(EventId = 5103, Level = LogLevel.Warning,
        Message = "Activity {Name} (#{TaskId} of {InstanceId}) was running when the host ended unexpectedly, {Crashes} times so far; at {Limit} it fails.")]
    public static partial void Suspected(ILogger logger, string name, int taskId, string instanceId, int crashes, int limit);

    [LoggerMessage(EventId = 5104, Level = LogLevel.Error, Message = "Task hub {Hub} cannot write its file {Path} and tries again: nothing is lost, and nothing continues until it can.")]
    public static partial void CannotWrite(ILogger logger, Exception exception, string hub, string path);

    [LoggerMessage(EventId = 5105, Level = LogLevel.Critical, Message = "Task hub {Hub} cannot continue. Start the host again; unfinished work is in {Path}.")]
    public static partial void Faulted(ILogger logger, Exception exception, string hub, string path);

    [LoggerMessage(EventId = 5106, Level = LogLevel.Warning, Message = "The history of orchestration {InstanceId} could not be read; trying again.")]
    public static partial void CannotReplay(ILogger logger, Exception exception, string instanceId);

    [LoggerMessage(EventId = 5107, Level = LogLevel.Warning,
        Message = "Task hub {Hub} stopped while activities were still running; they run again after the next start.")]
    public static partial void StoppedEarly(ILogger logger, string hub);

    [LoggerMessage(EventId = 5108, Level = LogLevel.Information, Message = "Task hub {Hub} can write its file again.")]
    public static partial void CanWriteAgain(ILogger logger, string hub);
}
