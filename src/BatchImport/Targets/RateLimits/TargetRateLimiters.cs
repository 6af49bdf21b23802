using System.Security.Cryptography;
using System.Text;
using BatchImport.Definitions;
using StackExchange.Redis;

namespace BatchImport.Targets.RateLimits;

/// <summary>The rate limiters of targets, shared by all workers through Redis.</summary>
internal sealed class TargetRateLimiters(IConnectionMultiplexer connection, TimeProvider time)
{
    /// <summary>The rate limiter of a target with a definition's limits; null when there are none.</summary>
    public TargetRateLimiter? For(IRowTarget target, TargetDefinition definition) =>
        definition is { Concurrency: null, RowsPerSecond: null, Breaker: null } || definition.IsNone
            ? null
            : new TargetRateLimiter(connection, time, target.Name, target.Resource, Key(target), definition);

    // A hash: a resource may be an address, which must not be visible in Redis.
    private static string Key(IRowTarget target) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{target.Name}\n{target.Resource}")).AsSpan(0, 16));
}
