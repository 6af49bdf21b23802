using System.Runtime.InteropServices;
using BatchImport.Staging;

namespace BatchImport.Results;

/// <summary>
/// Combines concurrent writes of one import into one call to Redis: while a call is in progress, further writes wait for the next one. So a row
/// that is written separately costs a share of a script call, and the higher the load, the smaller the share.
/// </summary>
/// <param name="send">
/// Makes a call: writes the given results, which are all of different rows, and returns for each write how many of its results were first writes.
/// </param>
internal sealed class ResultWrites(Func<string, IReadOnlyList<ResultWrite>, Task<int[]>> send)
{
    // As many as the largest single write, so that a script never blocks Redis for longer than one of these does.
    private const int RowsATrip = RowPage.Size;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Waiting>> _imports = new(StringComparer.Ordinal);

    /// <summary>Writes, alone or with others. Fails when its call fails.</summary>
    /// <returns>How many were first writes.</returns>
    public Task<int> WriteAsync(string batchId, ResultWrite write)
    {
        var waiting = new Waiting(write, new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            ref var import = ref CollectionsMarshal.GetValueRefOrAddDefault(_imports, batchId, out var isUnderWay);
            import ??= [];
            import.Add(waiting);
            if (isUnderWay)
            {
                return waiting.Done.Task;
            }
        }

        _ = TravelAsync(batchId);
        return waiting.Done.Task;
    }

    private async Task TravelAsync(string batchId)
    {
        while (Next(batchId) is { Count: > 0 } trip)
        {
            try
            {
                var written = await send(batchId, trip.ConvertAll(waiting => waiting.Write));
                for (var index = 0; index < trip.Count; index++)
                {
                    trip[index].Done.SetResult(written[index]);
                }
            }
            catch (Exception ex)
            {
                // Each of them gets the exception and retries: writing twice is harmless.
                foreach (var waiting in trip)
                {
                    waiting.Done.SetException(ex);
                }
            }
        }
    }

    private List<Waiting> Next(string batchId)
    {
        lock (_gate)
        {
            var import = _imports[batchId];
            var trip = new List<Waiting>();
            var rows = new HashSet<(int Page, int Row)>();
            var later = new List<Waiting>();
            foreach (var waiting in import)
            {
                var fits = trip.Count == 0 || rows.Count + waiting.Write.Results.Count <= RowsATrip;

                // A row that is already in this call: Redis decides which of its results came first, one call after the other.
                if (fits && !waiting.Write.Results.Any(result => rows.Contains((waiting.Write.Page, result.Index))))
                {
                    trip.Add(waiting);
                    rows.UnionWith(waiting.Write.Results.Select(result => (waiting.Write.Page, result.Index)));
                }
                else
                {
                    later.Add(waiting);
                }
            }

            if (trip.Count == 0)
            {
                _imports.Remove(batchId);
            }
            else
            {
                _imports[batchId] = later;
            }

            return trip;
        }
    }

    private sealed record Waiting(ResultWrite Write, TaskCompletionSource<int> Done);
}
