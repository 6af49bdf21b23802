namespace BatchImport.Corpus;

/// <summary>Samples the memory that objects use, from its start on.</summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    private readonly Timer _timer;
    private long _peak;

    public PeakMemory() => _timer = new Timer(_ => Sample(), null, Interval, Interval);

    /// <summary>Ends sampling.</summary>
    /// <returns>The peak, above the memory in use at the start: bytes.</returns>
    public long Stop()
    {
        Dispose();
        Sample();
        return Math.Max(0, _peak - _before);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        var now = GC.GetTotalMemory(forceFullCollection: false);
        if (now > Interlocked.Read(ref _peak))
        {
            Interlocked.Exchange(ref _peak, now);
        }
    }
}
