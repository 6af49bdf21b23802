namespace BatchImport.Results;

/// <summary>
/// The scripts of the store. Each is one atomic step and touches only keys it is given, which all lie in one cluster slot. Whatever
/// creates a key sets its expiry, so that no crash leaves one behind for good.
/// </summary>
internal static class RedisScripts
{
    /// <summary>
    /// Keys: page, import, errors. Arguments: expiry (Unix milliseconds), the number of rows on the pages before, then row index and value,
    /// one after the other. Sets the values of rows that have none, moves the counters by those only, enters those that are errors into
    /// the list of errors, and returns their number.
    /// </summary>
    public const string Write =
        """
        local succeeded, failed = 0, 0
        for i = 3, #ARGV, 2 do
          if redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) == 1 then
            if string.byte(ARGV[i + 1]) == 49 then
              succeeded = succeeded + 1
            else
              failed = failed + 1
              local place = redis.call('HINCRBY', KEYS[2], 'errors', 1)
              redis.call('ZADD', KEYS[3], place, string.format('%d', tonumber(ARGV[2]) + tonumber(ARGV[i])))
            end
          end
        end
        if failed > 0 then redis.call('PEXPIREAT', KEYS[3], ARGV[1]) end
        if succeeded + failed > 0 then
          if succeeded > 0 then redis.call('HINCRBY', KEYS[2], 'succeeded', succeeded) end
          if failed > 0 then redis.call('HINCRBY', KEYS[2], 'failed', failed) end
          redis.call('PEXPIREAT', KEYS[1], ARGV[1])
          redis.call('PEXPIREAT', KEYS[2], ARGV[1])
        end
        return succeeded + failed
        """;

    /// <summary>Keys: crashes. Arguments: expiry (Unix milliseconds), field. Counts one more beginning and returns how many there are.</summary>
    public const string Begin =
        """
        local begun = redis.call('HINCRBY', KEYS[1], ARGV[2], 1)
        redis.call('PEXPIREAT', KEYS[1], ARGV[1])
        return begun
        """;

    /// <summary>Keys: import. Arguments: expiry (Unix milliseconds), then name and value, one after the other. Sets the fields that are not there.</summary>
    public const string Create =
        """
        for i = 2, #ARGV, 2 do redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) end
        redis.call('PEXPIREAT', KEYS[1], ARGV[1])
        return 1
        """;

    /// <summary>
    /// Keys: the list of imports. Arguments: batch id, received, expiry, now and the oldest time to keep (all Unix milliseconds).
    /// Enters the import, drops expired ones, and lets the list live as long as its longest-lived member.
    /// </summary>
    public const string Enlist =
        """
        redis.call('ZADD', KEYS[1], 'NX', ARGV[2], ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[5])
        local left = redis.call('PTTL', KEYS[1])
        if left < 0 or left + tonumber(ARGV[4]) < tonumber(ARGV[3]) then redis.call('PEXPIREAT', KEYS[1], ARGV[3]) end
        return 1
        """;

    /// <summary>
    /// Keys: import. Arguments: the state, the number of states it may come from, these, then name and value, one after the other.
    /// Sets state and fields and returns 1 when the import is in one of these states or already in the new one; else returns 0.
    /// </summary>
    public const string Move =
        """
        local state = redis.call('HGET', KEYS[1], 'state')
        if not state then return 0 end
        local first = tonumber(ARGV[2]) + 3
        local legal = state == ARGV[1]
        for i = 3, first - 1 do legal = legal or state == ARGV[i] end
        if not legal then return 0 end
        redis.call('HSET', KEYS[1], 'state', ARGV[1])
        for i = first, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
        return 1
        """;
}
