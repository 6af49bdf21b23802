namespace BatchImport.Targets;

/// <summary>Creates the targets of one type: one for each import, from its definition. Registered as a service.</summary>
public interface IRowTargetFactory
{
    /// <summary>The type in definitions: 1 to 64 characters of a-z, 0-9 and hyphen.</summary>
    string Type { get; }

    /// <summary>
    /// Creates a target for an import. Called when its rows are staged, to check that it is possible, and then again by every worker, which
    /// caches it for the import's slices; so it must be cheap, and must not call other services.
    /// </summary>
    /// <exception cref="Common.RejectedException">
    /// The definition, the file's columns or the settings do not allow it; the message is for the file's owner.
    /// </exception>
    IRowTarget Create(RowTargetContext context);
}
