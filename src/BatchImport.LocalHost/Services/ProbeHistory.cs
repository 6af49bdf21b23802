namespace BatchImport.LocalHost.Services;

/// <summary>
/// Decides from consecutive probes when a service is broken. One failure is no proof: a service may be busy, and a disk may be full
/// briefly. A service that answers but does not work is broken after three probes; one that is silent gets longer, because a machine
/// under load and a recovery of much data look the same from outside.
/// </summary>
/// <param name="time">The time.</param>
/// <param name="silence">How long a service may be silent.</param>
internal sealed class ProbeHistory(TimeProvider time, TimeSpan silence)
{
    private const int FailuresUntilBroken = 3;

    private long? _silentSince;
    private int _failures;

    /// <summary>True while the last probe did not find a working service.</summary>
    public bool IsInDoubt => _failures > 0 || _silentSince is not null;

    /// <summary>Adds a probe's result.</summary>
    /// <returns>True when the service is broken.</returns>
    public bool IsBroken(ProbeResult result)
    {
        switch (result.Health)
        {
            case ServiceHealth.Working:
                _failures = 0;
                _silentSince = null;
                return false;
            case ServiceHealth.Failing:
                _silentSince = null;
                return ++_failures >= FailuresUntilBroken;
            default:
                _failures = 0;
                _silentSince ??= time.GetTimestamp();
                return time.GetElapsedTime(_silentSince.Value) >= silence;
        }
    }
}
