namespace BatchImport.Rows;

/// <summary>Where a valid row goes. One instance serves all imports at once, so it must be safe for concurrent use.</summary>
public interface IRowTarget
{
    /// <summary>The name by which definitions ask for it.</summary>
    string Name { get; }

    /// <summary>
    /// Takes a row. May be called again for a row it has taken (a crash can come between taking and recording), so it must use
    /// <see cref="RowDelivery.IdempotencyKey"/> to make the second time the same as the first.
    /// </summary>
    /// <returns>What the target calls the row (a record's id); null when it has no name for it.</returns>
    /// <exception cref="TransientRowException">It could not take the row now; it is tried again with back-off.</exception>
    /// <exception cref="RowRefusedException">It will not take the row as it is: the row's result is an error with this message.</exception>
    ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken);
}
