namespace BatchImport.Faults.Host;

/// <summary>A clock that is set back and forth by up to a day while the host runs. Timers and timestamps are the machine's, as on such a machine.</summary>
internal sealed class JumpingTimeProvider : TimeProvider
{
    private const int JumpEvery = 20;
    private static readonly int[] Hours = [0, 3, -1, 24, -24, 0, 1, -7];

    private int _asked;

    public override DateTimeOffset GetUtcNow()
    {
        var asked = (uint)Interlocked.Increment(ref _asked);
        return base.GetUtcNow().AddHours(Hours[asked / JumpEvery % (uint)Hours.Length]);
    }
}
