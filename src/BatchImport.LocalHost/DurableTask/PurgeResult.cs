namespace BatchImport.LocalHost.DurableTask;

/// <summary>What a purge deleted.</summary>
public class PurgeResult
{
    /// <summary>A result.</summary>
    /// <param name="count">Instances deleted.</param>
    public PurgeResult(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        PurgedInstanceCount = count;
    }

    /// <summary>A result that says whether there is more to delete.</summary>
    public PurgeResult(int count, bool? isComplete)
        : this(count) => IsComplete = isComplete;

    /// <summary>Instances deleted.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>False when time ran out and there is more to delete.</summary>
    public bool? IsComplete { get; }
}
