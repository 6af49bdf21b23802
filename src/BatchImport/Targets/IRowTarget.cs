namespace BatchImport.Targets;

/// <summary>
/// Where a valid row goes. Rows come from many imports and slices at once, so it must be safe for concurrent use. One that is registered as a
/// service serves all imports whose definition asks for it by name; one that needs the definition's options or columns comes from an
/// <see cref="IRowTargetFactory"/>.
/// </summary>
public interface IRowTarget
{
    /// <summary>The name by which definitions ask for it.</summary>
    string Name { get; }

    /// <summary>
    /// What the limits of a definition's target (<c>concurrency</c>, <c>rowsPerSecond</c>, <c>breaker</c>) are about: all imports whose
    /// targets have the same resource share them. A host, a table; never a secret or a row's value. By default the target's name.
    /// </summary>
    string Resource => Name;

    /// <summary>
    /// Checks, before the rows of an import are staged, that they can be sent. Called once per import. Does nothing by default.
    /// </summary>
    /// <exception cref="Common.RejectedException">The import cannot be sent; the message is for the owner of the file.</exception>
    /// <exception cref="TargetUnavailableException">It cannot be checked now: the import waits.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// Takes a row. May be called again for a row it has taken (a crash can come between taking and recording), so it must use
    /// <see cref="RowDelivery.IdempotencyKey"/> to make the second time the same as the first.
    /// </summary>
    /// <returns>What the target calls the row (a record's id); null when it has no name for it.</returns>
    /// <exception cref="TransientRowException">It could not take the row now; it is tried again with back-off.</exception>
    /// <exception cref="TargetUnavailableException">It can take no row at all now: the import pauses, and the row is left for later.</exception>
    /// <exception cref="RowRefusedException">It will not take the row as it is: the row's result is an error with this message.</exception>
    ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken);
}
