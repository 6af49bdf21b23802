namespace BatchImport.Imports;

/// <summary>What the run needs to know of a staged file: counts, never contents.</summary>
/// <param name="IsRejected">True when the file cannot be imported; the reason is in the import's summary.</param>
/// <param name="Rows">Rows staged.</param>
/// <param name="Pages">Pages staged.</param>
/// <param name="Lanes">Lanes to run, at most one per page.</param>
/// <param name="SliceRows">Rows per activity.</param>
/// <param name="IsSuperseded">True when the file was deleted or replaced before its rows were read: nothing of the import is left.</param>
/// <param name="IsUnsettled">True when the file is still growing: it is staged again after it has been unchanged for a while.</param>
public sealed record StagedImport(bool IsRejected, int Rows, int Pages, int Lanes, int SliceRows, bool IsSuperseded = false, bool IsUnsettled = false)
{
    /// <summary>A file that is still growing.</summary>
    public static StagedImport Unsettled { get; } = new(false, 0, 0, 0, 0, IsUnsettled: true);

    /// <summary>A file that was deleted or replaced before its rows were read.</summary>
    public static StagedImport Superseded { get; } = new(false, 0, 0, 0, 0, IsSuperseded: true);

    /// <summary>A file that cannot be imported.</summary>
    public static StagedImport Rejected { get; } = new(true, 0, 0, 0, 0);
}
