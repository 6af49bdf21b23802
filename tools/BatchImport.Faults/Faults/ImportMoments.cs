using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Moments of imports: parts of the time that an import of so many rows takes when nothing happens.</summary>
internal sealed class ImportMoments(FaultFixture fixture)
{
    // Tries between two measurements.
    private const int MeasureEvery = 4;

    private readonly Dictionary<int, TimeSpan> _durations = [];
    private int _measured;

    /// <summary>Measures how long an import of so many rows takes, unless that was done not long ago: the machine may have other work by now.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    /// <param name="anew">True to measure in any case: the host is a new one, and is to be warm.</param>
    public async Task MeasureAsync(int rows, CancellationToken cancellationToken, bool anew = false)
    {
        if (_measured++ % MeasureEvery != 0 && !anew && _durations.ContainsKey(rows))
        {
            return;
        }

        // The first import of a host warms it up, and one after a fault may still wait for something: the shorter of two is what it takes.
        var shortest = TimeSpan.MaxValue;
        for (var run = 0; run < 2; run++)
        {
            var import = await fixture.DropAsync(FaultFile.Create(rows, new Random(run)), cancellationToken);
            await fixture.EndAsync(import, cancellationToken);
            var took = TimeProvider.System.GetElapsedTime(import.DroppedAt);
            shortest = took < shortest ? took : shortest;
        }

        _durations[rows] = shortest;
    }

    /// <summary>Waits for a moment of an import.</summary>
    /// <param name="import">The import.</param>
    /// <param name="moment">The moment, from 0, when it was dropped, to 1, when it would end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(DroppedImport import, double moment, CancellationToken cancellationToken)
    {
        var wait = (_durations[import.File.Kinds.Count] * moment) - TimeProvider.System.GetElapsedTime(import.DroppedAt);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, cancellationToken);
        }
    }
}
