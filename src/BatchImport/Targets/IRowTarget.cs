namespace BatchImport.Targets;

/// <summary>
/// A destination of valid rows. Rows come from many imports and slices concurrently, so it must be thread-safe. A target that is registered as a
/// service serves all imports whose definition names it; a target that needs the definition's options or columns is created by an
/// <see cref="IRowTargetFactory"/>.
/// </summary>
public interface IRowTarget
{
    /// <summary>The name of the target in definitions.</summary>
    string Name { get; }

    /// <summary>
    /// The resource that the limits of a definition's target (<c>concurrency</c>, <c>rowsPerSecond</c>, <c>breaker</c>) apply to: all imports whose
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
    /// <returns>The target's name for the row (a record's id); otherwise, null.</returns>
    /// <exception cref="TransientRowException">The target could not accept the row at present; it is retried with back-off.</exception>
    /// <exception cref="TargetUnavailableException">The target accepts no rows at present: the import pauses, and the row is processed later.</exception>
    /// <exception cref="RowRefusedException">The target refuses the row: the row's result is an error with this message.</exception>
    ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken);
}
