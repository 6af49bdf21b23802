namespace BatchImport.Imports;

/// <summary>What the run needs to know of a staged file: counts, never contents.</summary>
/// <param name="IsRejected">True when the file cannot be imported; the reason is in the import's summary.</param>
/// <param name="Rows">Rows staged.</param>
/// <param name="Pages">Pages staged.</param>
/// <param name="Lanes">Lanes to run, at most one a page.</param>
/// <param name="SliceRows">Rows an activity.</param>
public sealed record StagedImport(bool IsRejected, int Rows, int Pages, int Lanes, int SliceRows)
{
    /// <summary>A file that cannot be imported.</summary>
    public static StagedImport Rejected { get; } = new(true, 0, 0, 0, 0);
}
