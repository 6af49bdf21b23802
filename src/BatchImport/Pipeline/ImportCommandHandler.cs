using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Pipeline;

/// <inheritdoc cref="IImportCommandHandler"/>
internal sealed class ImportCommandHandler(IResultStore results, ProgressTracker progress, ImportDocuments documents) : IImportCommandHandler
{
    /// <inheritdoc/>
    public async Task<bool> HandleAsync(string batchId, ImportCommand command, CancellationToken cancellationToken)
    {
        var transitions = ImportStates.TransitionsFor(command);
        var to = transitions[0].To;
        if (transitions.Any(transition => transition.To != to))
        {
            throw new ArgumentOutOfRangeException(nameof(command), command, "This command does not lead to one state.");
        }

        // First restores what Redis may have lost.
        if (await progress.FindAsync(batchId, cancellationToken) is null
            || !await results.TransitionAsync(batchId, [.. transitions.Select(transition => transition.From)], to, ProgressChange.None, cancellationToken))
        {
            return false;
        }

        var issued = new IssuedCommand(command switch
        {
            ImportCommand.Pause => RunCommand.Pause,
            ImportCommand.Cancel => RunCommand.Cancel,
            _ => RunCommand.Continue,
        });
        await documents.SaveAsync(batchId, issued, cancellationToken);
        return true;
    }
}
