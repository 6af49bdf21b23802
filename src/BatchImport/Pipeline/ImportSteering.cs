using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Pipeline;

/// <summary>
/// Takes what people ask of an import. The state is what counts: rows look at it before they begin, so that an order holds on every
/// instance, and after every restart, without anybody being told.
/// </summary>
public sealed class ImportSteering
{
    private readonly IResultStore _results;
    private readonly ProgressTracker _progress;
    private readonly ImportDocuments _documents;

    internal ImportSteering(IResultStore results, ProgressTracker progress, ImportDocuments documents)
    {
        _results = results;
        _progress = progress;
        _documents = documents;
    }

    /// <summary>Moves an import as somebody asked. Asking again for what was done is no error.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="command">Pause, resume or cancel.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True when it is done; false when the import's state does not allow it, or nothing is known of the import.</returns>
    public async Task<bool> MoveAsync(string batchId, ImportCommand command, CancellationToken cancellationToken)
    {
        var moves = ImportStates.MovesBy(command);
        var to = moves[0].To;
        if (moves.Any(move => move.To != to))
        {
            throw new ArgumentOutOfRangeException(nameof(command), command, "This command does not lead to one state.");
        }

        // What Redis may have lost is told again first.
        if (await _progress.FindAsync(batchId, cancellationToken) is null
            || !await _results.MoveAsync(batchId, [.. moves.Select(move => move.From)], to, ProgressChange.None, cancellationToken))
        {
            return false;
        }

        var order = new ImportOrder(command switch
        {
            ImportCommand.Pause => RunOrder.Pause,
            ImportCommand.Cancel => RunOrder.Cancel,
            _ => RunOrder.Go,
        });
        await _documents.SaveAsync(batchId, order, cancellationToken);
        return true;
    }
}
