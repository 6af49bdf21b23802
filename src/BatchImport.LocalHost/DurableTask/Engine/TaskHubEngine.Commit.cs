using BatchImport.LocalHost.DurableTask.Storage;
using Microsoft.Data.Sqlite;

namespace BatchImport.LocalHost.DurableTask.Engine;

/// <content>Making changes durable, and only then letting them have effects.</content>
internal sealed partial class TaskHubEngine
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    // The commit being put together: the changes, what to do once they are made, and the callers to answer then.
    private readonly List<StoreOperation> _operations = [];
    private readonly List<Action> _afterCommit = [];
    private readonly List<ActivityItem> _scheduled = [];
    private readonly List<Action<Exception?>> _answers = [];

    /// <summary>Commits what there is, and has it have effect; false when the hub was aborted.</summary>
    private bool Commit()
    {
        if (_operations.Count > 0 && !Write())
        {
            return false;
        }

        _operations.Clear();

        // What is done here may put the next commit together.
        Action[] effects = [.. _afterCommit];
        _afterCommit.Clear();
        foreach (Action effect in effects)
        {
            effect();
        }

        if (_scheduled.Count > 0)
        {
            _dispatcher.Enqueue(_scheduled);
            _scheduled.Clear();
        }

        Action<Exception?>[] answers = [.. _answers];
        _answers.Clear();
        foreach (Action<Exception?> answer in answers)
        {
            answer(null);
        }

        return true;
    }

    private bool Write()
    {
        for (bool failed = false; ; failed = true)
        {
            if (_abort.IsSet)
            {
                return false;
            }

            try
            {
                _writer.Commit(_operations);
                if (failed)
                {
                    HubLog.CanWriteAgain(_logger, _options.HubName);
                }

                return true;
            }
            catch (SqliteException e) when (!TaskHubFile.IsCorruption(e) && !IsOurMistake(e))
            {
                HubLog.CannotWrite(_logger, e, _options.HubName, _options.FilePath);
            }

            _abort.Wait(RetryInterval);
        }
    }

    // SQLITE_ERROR, _CONSTRAINT, _MISMATCH, _MISUSE and _RANGE do not pass by waiting, as a full disk or a busy file does.
    private static bool IsOurMistake(SqliteException e) => e.SqliteErrorCode is 1 or 19 or 20 or 21 or 25;
}
