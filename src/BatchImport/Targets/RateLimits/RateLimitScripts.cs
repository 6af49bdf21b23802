namespace BatchImport.Targets.RateLimits;

/// <summary>
/// The scripts of a rate limiter, each atomic. Times are the server's, so that workers with different clocks share one. All keys have
/// one hash tag, and each gets its expiry when it is written.
/// </summary>
internal static class RateLimitScripts
{
    /// <summary>The row may be sent, after the returned number of milliseconds.</summary>
    public const int Open = 0;

    /// <summary>The target is down.</summary>
    public const int Down = 1;

    /// <summary>No place is free: try again.</summary>
    public const int Full = 2;

    /// <summary>
    /// The keys, in the scripts' order: when the next row is due by the rate; the rows in flight and the end of their leases (sorted set); whether the
    /// target is down; the number of consecutive failures; the row that probes whether it is available again.
    /// </summary>
    public static readonly string[] Keys = ["next", "inside", "down", "failures", "probe"];

    /// <summary>
    /// Arguments: pass, lease (ms), places (0: no limit), interval between rows (ms, 0: no limit), burst (ms), failures that open the breaker
    /// (0: never). Returns a state and milliseconds. The rate is a token bucket in the form of the generic cell rate algorithm: it stores only
    /// the time at which the bucket is full again, which each row moves forward.
    /// </summary>
    public const string Enter =
        """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        local lease, places, interval = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
        local burst, most = tonumber(ARGV[5]), tonumber(ARGV[6])
        if most > 0 then
          local left = redis.call('PTTL', KEYS[3])
          if left > 0 then return {1, left} end
          local probing = redis.call('GET', KEYS[5])
          if probing and probing ~= ARGV[1] then return {1, math.max(redis.call('PTTL', KEYS[5]), 0)} end
        end
        if places > 0 then
          redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now))
          if redis.call('ZCARD', KEYS[2]) >= places then return {2, 0} end
        end
        local wait = 0
        if interval > 0 then
          local due = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
          wait = math.max(0, math.ceil(due - burst - now))
          redis.call('SET', KEYS[1], string.format('%.3f', due + interval), 'PX', string.format('%.0f', due + interval - now + 1000))
        end
        if places > 0 then
          redis.call('ZADD', KEYS[2], string.format('%.0f', now + wait + lease), ARGV[1])
          redis.call('PEXPIRE', KEYS[2], string.format('%.0f', wait + 2 * lease))
        end
        if most > 0 and tonumber(redis.call('GET', KEYS[4]) or '0') >= most then
          redis.call('SET', KEYS[5], ARGV[1], 'PX', string.format('%.0f', wait + lease))
        end
        return {0, wait}
        """;

    /// <summary>
    /// Arguments: pass, outcome (<see cref="PassOutcome"/>), failures that open the breaker (0: never), pause (ms). Returns 1 when the target is down now.
    /// </summary>
    public const string Leave =
        """
        redis.call('ZREM', KEYS[2], ARGV[1])
        local most, pause = tonumber(ARGV[3]), tonumber(ARGV[4])
        if most == 0 then return 0 end
        if redis.call('GET', KEYS[5]) == ARGV[1] then redis.call('DEL', KEYS[5]) end
        if ARGV[2] == '1' then
          redis.call('DEL', KEYS[4])
        elseif ARGV[2] == '2' then
          local failures = redis.call('INCR', KEYS[4])
          redis.call('PEXPIRE', KEYS[4], string.format('%.0f', 10 * pause + 60000))
          if failures >= most then
            redis.call('SET', KEYS[3], '1', 'PX', string.format('%.0f', pause))
            return 1
          end
        end
        return redis.call('EXISTS', KEYS[3])
        """;
}
