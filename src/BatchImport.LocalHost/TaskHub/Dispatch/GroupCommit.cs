using BatchImport.LocalHost.TaskHub.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.TaskHub.Dispatch;

/// <summary>
/// The next commit: changes of the file, and the actions that follow once the changes are durable. Everything that reached the hub's thread
/// since the last commit shares one transaction. Used by the hub's thread only.
/// </summary>
internal sealed class GroupCommit(TaskHubWriter writer, TaskHubOptions options, ManualResetEventSlim abort, ILogger logger)
{
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly List<StoreOperation> _operations = [];
    private readonly List<ActivityItem> _scheduled = [];
    private List<Action> _effects = [];
    private List<Action<Exception?>> _answers = [];

    /// <summary>Whether there is nothing to commit.</summary>
    public bool IsEmpty => _operations.Count == 0 && _scheduled.Count == 0;

    /// <summary>Adds a change of the file.</summary>
    public void Add(StoreOperation operation) => _operations.Add(operation);

    /// <summary>Adds an activity that starts after the commit.</summary>
    public void Schedule(ActivityItem item) => _scheduled.Add(item);

    /// <summary>Adds an action that runs, on the hub's thread, after the commit.</summary>
    public void Then(Action effect) => _effects.Add(effect);

    /// <summary>Adds a caller's answer: called with null after the commit, or with the reason why there is no commit.</summary>
    public void Answer(Action<Exception?> answer) => _answers.Add(answer);

    /// <summary>Commits, then runs the actions.</summary>
    /// <returns>False when the hub was aborted before the commit.</returns>
    public bool Flush(ActivityDispatcher dispatcher)
    {
        if (_operations.Count > 0 && !Write())
        {
            return false;
        }

        _operations.Clear();

        // An action may add to the next commit.
        var effects = _effects;
        _effects = [];
        foreach (var effect in effects)
        {
            effect();
        }

        if (_scheduled.Count > 0)
        {
            dispatcher.Enqueue(_scheduled);
            _scheduled.Clear();
        }

        AnswerAll(fault: null);
        return true;
    }

    /// <summary>Commits what recovery found, before the hub's thread starts.</summary>
    public void FlushRecovery()
    {
        if (_operations.Count > 0)
        {
            writer.Commit(_operations);
            _operations.Clear();
        }
    }

    /// <summary>Answers the callers that wait for a commit.</summary>
    public void AnswerAll(Exception? fault)
    {
        var answers = _answers;
        _answers = [];
        foreach (var answer in answers)
        {
            answer(fault);
        }
    }

    private bool Write()
    {
        for (var failed = false; ; failed = true)
        {
            if (abort.IsSet)
            {
                return false;
            }

            try
            {
                writer.Commit(_operations);
                if (failed)
                {
                    HubLog.CanWriteAgain(logger, options.HubName);
                }

                return true;
            }
            catch (SqliteException ex) when (!TaskHubFile.IsCorruption(ex) && !IsProgrammingError(ex))
            {
                HubLog.CannotWrite(logger, ex, options.HubName, options.FilePath);
            }

            abort.Wait(RetryInterval);
        }
    }

    // SQLITE_ERROR, _CONSTRAINT, _MISMATCH, _MISUSE and _RANGE are permanent, unlike a full disk or a busy file.
    private static bool IsProgrammingError(SqliteException ex) => ex.SqliteErrorCode is 1 or 19 or 20 or 21 or 25;
}
