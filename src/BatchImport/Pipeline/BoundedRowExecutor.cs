using System.Runtime.ExceptionServices;
using BatchImport.Common;

namespace BatchImport.Pipeline;

/// <summary>
/// Runs the rows of one slice with bounded concurrency. Results are recorded as they arrive, while other rows are in flight: a crash repeats
/// the rows in flight, not the slice. After a fault, the rows in flight complete first, so that their results are recorded.
/// </summary>
/// <param name="width">The maximum number of rows in flight.</param>
/// <param name="rows">The maximum number of rows in the slice.</param>
/// <param name="write">Records results; returns how many were first writes.</param>
internal sealed class BoundedRowExecutor(int width, int rows, Func<IReadOnlyList<RowResult>, Task<int>> write)
{
    private readonly List<Task<RowResult>> _inFlight = new(width);
    private List<RowResult> _landed = new(rows);
    private ExceptionDispatchInfo? _fault;
    private int _written;

    /// <summary>True when a row's processing failed: no more rows should start.</summary>
    public bool IsBroken => _fault is not null;

    /// <summary>Adds a row; waits while the maximum number of rows is in flight.</summary>
    public async ValueTask AddAsync(ValueTask<RowResult> row)
    {
        if (row.IsCompletedSuccessfully)
        {
            _landed.Add(row.Result);
            return;
        }

        _inFlight.Add(row.AsTask());
        while (_inFlight.Count >= width)
        {
            await LandSomeAsync();
        }
    }

    /// <summary>Waits for all rows and records the remaining results.</summary>
    /// <returns>How many results were first writes.</returns>
    public async Task<int> LandAsync()
    {
        while (_inFlight.Count > 0)
        {
            await LandSomeAsync();
        }

        await WriteAsync();
        _fault?.Throw();
        return _written;
    }

    private async Task LandSomeAsync()
    {
        if (!_inFlight.Exists(row => row.IsCompleted))
        {
            await WriteAsync();
            await Task.WhenAny(_inFlight);
        }

        for (var i = _inFlight.Count - 1; i >= 0; i--)
        {
            var row = _inFlight[i];
            if (!row.IsCompleted)
            {
                continue;
            }

            _inFlight.RemoveAt(i);
            try
            {
                _landed.Add(await row);
            }
            catch (Exception ex)
            {
                _fault ??= ExceptionDispatchInfo.Capture(ex);
            }
        }
    }

    private async Task WriteAsync()
    {
        if (_landed.Count == 0)
        {
            return;
        }

        var landed = _landed;
        _landed = new List<RowResult>(width);
        try
        {
            _written += await write(landed);
        }
        catch (Exception ex)
        {
            _fault ??= ExceptionDispatchInfo.Capture(ex);
        }
    }
}
