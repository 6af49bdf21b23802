namespace BatchImport.LocalHost.Triggers.Blobs;

/// <summary>What all blob functions of a host share.</summary>
/// <param name="parallelism">Invocations at once.</param>
/// <param name="attempts">How often a blob is tried before it is given up.</param>
internal sealed class BlobTriggerLimits(int parallelism, int attempts) : IDisposable
{
    /// <summary>One for each invocation that may run.</summary>
    public SemaphoreSlim Turns { get; } = new(parallelism, parallelism);

    /// <summary>How many there are.</summary>
    public int Parallelism => parallelism;

    /// <summary>How often a blob is tried.</summary>
    public int Attempts => attempts;

    public void Dispose() => Turns.Dispose();
}
