using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Pipeline;

/// <summary>
/// Executes users' commands to an import. The import's state carries the command: rows read it before they start, so that a command is in force on
/// every instance and after every restart without a notification.
/// </summary>
public sealed class ImportCommandHandler
{
    private readonly IResultStore _results;
    private readonly ProgressTracker _progress;
    private readonly ImportDocuments _documents;

    internal ImportCommandHandler(IResultStore results, ProgressTracker progress, ImportDocuments documents)
    {
        _results = results;
        _progress = progress;
        _documents = documents;
    }

    /// <summary>Executes a command. Repeating a command has no effect.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="command">Pause, resume or cancel.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True when it is done; false when the import's state does not allow it, or the import is unknown.</returns>
    public async Task<bool> HandleAsync(string batchId, ImportCommand command, CancellationToken cancellationToken)
    {
        var transitions = ImportStates.TransitionsFor(command);
        var to = transitions[0].To;
        if (transitions.Any(transition => transition.To != to))
        {
            throw new ArgumentOutOfRangeException(nameof(command), command, "This command does not lead to one state.");
        }

        // First restores what Redis may have lost.
        if (await _progress.FindAsync(batchId, cancellationToken) is null
            || !await _results.TransitionAsync(batchId, [.. transitions.Select(transition => transition.From)], to, ProgressChange.None, cancellationToken))
        {
            return false;
        }

        var issued = new IssuedCommand(command switch
        {
            ImportCommand.Pause => RunCommand.Pause,
            ImportCommand.Cancel => RunCommand.Cancel,
            _ => RunCommand.Continue,
        });
        await _documents.SaveAsync(batchId, issued, cancellationToken);
        return true;
    }
}
