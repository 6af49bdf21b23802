using System.Diagnostics;
using BatchImport.Imports;

namespace BatchImport.Telemetry;

/// <summary>Tags a step's span with its result.</summary>
internal static class StepTags
{
    public static void Staged(Activity span, StagedImport staged)
    {
        span.SetTag(ImportTags.IsRejected, staged.IsRejected);
        span.SetTag(ImportTags.Rows, staged.Rows);
        span.SetTag(ImportTags.Pages, staged.Pages);
        span.SetTag(ImportTags.Lanes, staged.Lanes);
        span.SetTag(ImportTags.SliceRows, staged.SliceRows);
    }

    public static void Processed(Activity span, ProcessedSlice slice) => span.SetTag(ImportTags.RowsWritten, slice.Written);

    public static void Reconciled(Activity span, IReadOnlyList<int> incomplete) => span.SetTag(ImportTags.IncompletePages, incomplete.Count);

    public static void Composed(Activity span, bool composed) => span.SetTag(ImportTags.IsComposed, composed);

    public static void Sent(Activity span, bool mailed) => span.SetTag(ImportTags.IsMailed, mailed);

    /// <summary>Records the activity or orchestration that failed repeatedly.</summary>
    public static void GivenUp(Activity span, string step) => span.SetTag(ImportTags.FailedStep, step);

    public static void Finished(Activity span, ImportState state) => span.SetTag(ImportTags.State, state.ToString());
}
