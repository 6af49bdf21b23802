using BatchImport.Imports;
using BatchImport.Results;

namespace BatchImport.Pipeline;

/// <summary>
/// Finds the pages that have rows without a result: lost by Redis, or never processed. This, and no counter, decides that all rows are processed.
/// </summary>
internal sealed class ResultReconciler(IResultStore results, ImportDocuments documents, ProgressTracker progress)
{
    // Pages returned at once: the answer is stored in the run's history, so it stays at a few kilobytes.
    private const int PagesAtOnce = 500;

    // Pages counted at once: pipelined, so one round trip.
    private const int CountedAtOnce = 1_000;

    /// <summary>The first incomplete pages, by index; empty when every row has its result, and when the import is cancelled.</summary>
    public async Task<IReadOnlyList<int>> FindIncompleteAsync(string batchId, CancellationToken cancellationToken)
    {
        var manifest = await documents.ManifestAsync(batchId, cancellationToken);
        await progress.TransitionAsync(batchId, ImportState.Processing, ProgressChange.None, cancellationToken);
        if ((await progress.FindAsync(batchId, cancellationToken))?.State == ImportState.Cancelling)
        {
            // A cancelled import does not process its remaining rows.
            return [];
        }

        var incomplete = new List<int>();
        for (var first = 0; first < manifest.Pages; first += CountedAtOnce)
        {
            var pages = Enumerable.Range(first, Math.Min(CountedAtOnce, manifest.Pages - first)).ToArray();
            var counts = await results.CountAsync(batchId, pages, cancellationToken);
            for (var i = 0; i < pages.Length; i++)
            {
                if (counts[i] < manifest.RowsIn(pages[i]))
                {
                    incomplete.Add(pages[i]);
                    if (incomplete.Count == PagesAtOnce)
                    {
                        return incomplete;
                    }
                }
            }
        }

        return incomplete;
    }
}
