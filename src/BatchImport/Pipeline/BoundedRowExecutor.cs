using System.Runtime.ExceptionServices;
using BatchImport.Common;

namespace BatchImport.Pipeline;

/// <summary>
/// The rows of one slice that are on their way. Results are recorded as they come in, while others are still on their way: a crash repeats
/// the rows in flight, not the slice. A fault lets those in flight land first, so that what they did is not forgotten.
/// </summary>
/// <param name="width">Rows that may be on their way at once.</param>
/// <param name="rows">Rows in the slice, at the most.</param>
/// <param name="write">Records results; returns how many were first writes.</param>
internal sealed class BoundedRowExecutor(int width, int rows, Func<IReadOnlyList<RowResult>, Task<int>> write)
{
    private readonly List<Task<RowResult>> _inFlight = new(width);
    private List<RowResult> _landed = new(rows);
    private ExceptionDispatchInfo? _fault;
    private int _written;

    /// <summary>True when a row's processing failed: no more rows should take off.</summary>
    public bool IsBroken => _fault is not null;

    /// <summary>Adds a row; waits while as many as may be are on their way.</summary>
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

    /// <summary>Waits for all rows and records what is left to record.</summary>
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
            catch (Exception fault)
            {
                _fault ??= ExceptionDispatchInfo.Capture(fault);
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
        catch (Exception fault)
        {
            _fault ??= ExceptionDispatchInfo.Capture(fault);
        }
    }
}
