namespace BatchImport.Targets;

/// <summary>A target that takes the valid rows of a slice in one call. The rows of an import are sent to it in batches only.</summary>
public interface IBatchRowTarget : IRowTarget
{
    /// <summary>The most rows in one call; 1 or more.</summary>
    int MaxBatch { get; }

    /// <summary>
    /// Takes rows, all or none of them. May be called again for rows it has taken, together with other rows than before, so it must use
    /// <see cref="RowDelivery.IdempotencyKey"/> to make the second time the same as the first.
    /// </summary>
    /// <param name="rows">The rows of one import; at least one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The outcome of each row, in the order of <paramref name="rows"/>. A row with errors was not taken; all others were.</returns>
    /// <exception cref="RowRefusedException">
    /// It took none of the rows because of one of them, and does not know which one. They are sent again in smaller batches. Not thrown for a single row.
    /// </exception>
    /// <exception cref="TransientRowException">It could not take the rows now. They are sent again with back-off.</exception>
    /// <exception cref="TargetUnavailableException">It can take no row at all now: the import pauses, and the rows are left for later.</exception>
    ValueTask<IReadOnlyList<RowReceipt>> SendAsync(IReadOnlyList<RowDelivery> rows, CancellationToken cancellationToken);
}
