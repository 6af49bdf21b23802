namespace BatchImport.Load.Host;

/// <summary>The peak memory of each process (resident set), in bytes; null where the system does not provide it.</summary>
/// <param name="Host">The LocalHost.</param>
/// <param name="Redis">The Redis-compatible server.</param>
/// <param name="Azurite">Azurite.</param>
internal sealed record PeakMemory(long? Host, long? Redis, long? Azurite);
