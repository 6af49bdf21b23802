namespace BatchImport.Targets;

/// <summary>Makes the targets of one type: one for each import, from what its definition says. Registered as a service.</summary>
public interface IRowTargetFactory
{
    /// <summary>The type by which definitions ask for it: 1 to 64 characters of a-z, 0-9 and hyphen.</summary>
    string Type { get; }

    /// <summary>
    /// Makes a target for an import. Called when its rows are staged, to find out whether it can be, and then again by every worker, which
    /// keeps it for the import's slices; so it must be cheap, and must not call anyone.
    /// </summary>
    /// <exception cref="Common.RejectedException">The definition, the file's columns or the settings do not allow it; the message is for the file's owner.</exception>
    IRowTarget Create(RowTargetContext context);
}
