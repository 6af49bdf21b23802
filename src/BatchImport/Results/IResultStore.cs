using BatchImport.Common;
using BatchImport.Imports;

namespace BatchImport.Results;

/// <summary>
/// Results by row and the progress of imports. Every write is safe to repeat: the first result of a row wins, and only it changes
/// the counters.
/// </summary>
public interface IResultStore
{
    /// <summary>Writes results of one page's rows, each row once; rows that have a result keep it. Concurrent writes share a script call.</summary>
    /// <returns>How many were first writes.</returns>
    Task<int> WriteAsync(string batchId, DateTimeOffset expiresAt, int page, IReadOnlyList<RowResult> results, CancellationToken cancellationToken);

    /// <summary>Which rows of a page have a result: an array of <paramref name="count"/> flags for the rows from <paramref name="first"/> on.</summary>
    Task<bool[]> ExistAsync(string batchId, int page, int first, int count, CancellationToken cancellationToken);

    /// <summary>A page's results by row index; null where a row has none.</summary>
    Task<RowResult?[]> ReadPageAsync(string batchId, int page, int rows, CancellationToken cancellationToken);

    /// <summary>The number of rows with a result, for each of the given pages, in their order.</summary>
    Task<int[]> CountAsync(string batchId, IReadOnlyList<int> pages, CancellationToken cancellationToken);

    /// <summary>
    /// Creates the import's progress, or restores it: existing fields do not change, so that a second call, or one after
    /// Redis lost its data, is harmless. Also adds it to the list of imports.
    /// </summary>
    Task CreateAsync(ImportProgress progress, CancellationToken cancellationToken);

    /// <summary>
    /// Moves the import to a state and sets fields with it, in one script call; a transition that <see cref="ImportStates"/> does not
    /// allow changes nothing. A transition to the current state sets the fields and is not an error.
    /// </summary>
    /// <returns>True when the import is now in <paramref name="state"/>.</returns>
    Task<bool> TransitionAsync(string batchId, ImportState state, ProgressChange change, CancellationToken cancellationToken);

    /// <summary>Moves the import to a state from one of the given states, regardless of the transitions of the run; otherwise as the other overload.</summary>
    Task<bool> TransitionAsync(string batchId, IReadOnlyList<ImportState> from, ImportState state, ProgressChange change, CancellationToken cancellationToken);

    /// <summary>Removes the progress of an import without results, and its place in the list of imports.</summary>
    Task RemoveAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>The progress of an import; null when it is unknown (it never existed, or has expired).</summary>
    Task<ImportProgress?> FindAsync(string batchId, CancellationToken cancellationToken);

    /// <summary>Rows that became errors, in the order of their results.</summary>
    /// <param name="batchId">The import's id.</param>
    /// <param name="after">The sequence number after which to begin; 0 for all.</param>
    /// <param name="take">The maximum number to return.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<FoundError>> ReadErrorsAsync(string batchId, long after, int take, CancellationToken cancellationToken);

    /// <summary>The imports that match a filter, newest first.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="skip">How many to skip.</param>
    /// <param name="take">The maximum number to return.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<ImportProgress>> ListAsync(ImportFilter filter, int skip, int take, CancellationToken cancellationToken);

    /// <summary>True when the list contains every import: <see cref="EndListingAsync"/> has marked it. Redis loses the mark with the list; it expires after a day.</summary>
    Task<bool> ListsAllAsync(CancellationToken cancellationToken);

    /// <summary>Marks that imports are being added to the list until it contains every one that has not expired.</summary>
    Task BeginListingAsync(CancellationToken cancellationToken);

    /// <summary>Marks that the list contains every import, unless the mark of <see cref="BeginListingAsync"/>, and with it the list, was lost.</summary>
    Task EndListingAsync(CancellationToken cancellationToken);
}
