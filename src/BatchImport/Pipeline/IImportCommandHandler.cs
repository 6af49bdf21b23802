using BatchImport.Imports;

namespace BatchImport.Pipeline;

/// <summary>
/// Executes users' commands to an import. The import's state carries the command: rows read it before they start, so that a command is in force on
/// every instance and after every restart without a notification.
/// </summary>
public interface IImportCommandHandler
{
    /// <summary>Executes a command. Repeating a command has no effect.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="command">Pause, resume or cancel.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True when it is done; false when the import's state does not allow it, or the import is unknown.</returns>
    Task<bool> HandleAsync(string batchId, ImportCommand command, CancellationToken cancellationToken);
}
