using BatchImport.Faults.Imports;

namespace BatchImport.Faults.Faults;

/// <summary>Moments of imports: fractions of the duration of an import with a number of rows and no fault.</summary>
internal sealed class ImportMoments(FaultFixture fixture)
{
    // Tries between two measurements.
    private const int MeasureEvery = 4;

    private readonly Dictionary<int, TimeSpan> _durations = [];
    private int _measured;

    /// <summary>Measures the duration of an import with a number of rows, unless that was done recently: the machine's load may have changed.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="always">True to measure in any case: the host is new, and must be warm.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    public async Task MeasureAsync(int rows, bool always, CancellationToken cancellationToken)
    {
        if (_measured++ % MeasureEvery != 0 && !always && _durations.ContainsKey(rows))
        {
            return;
        }

        // The first import of a host warms it up, and one after a fault may still wait for something: the shorter of two is the duration.
        var shortest = TimeSpan.MaxValue;
        for (var run = 0; run < 2; run++)
        {
            var import = await fixture.Files.DropAsync(FaultFile.Create(rows, new Random(run)), cancellationToken);
            await fixture.Imports.EndAsync(import, cancellationToken);
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
