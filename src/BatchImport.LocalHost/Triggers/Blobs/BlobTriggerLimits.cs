namespace BatchImport.LocalHost.Triggers.Blobs;

/// <summary>The limits that all blob functions of a host share.</summary>
/// <param name="parallelism">The largest number of concurrent invocations.</param>
/// <param name="attempts">The number of attempts before a blob is given up.</param>
internal sealed class BlobTriggerLimits(int parallelism, int attempts) : IDisposable
{
    /// <summary>Limits the concurrent invocations.</summary>
    public SemaphoreSlim Turns { get; } = new(parallelism, parallelism);

    /// <summary>The largest number of concurrent invocations.</summary>
    public int Parallelism => parallelism;

    /// <summary>The number of attempts.</summary>
    public int Attempts => attempts;

    public void Dispose() => Turns.Dispose();
}
