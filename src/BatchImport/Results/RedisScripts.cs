namespace BatchImport.Results;

/// <summary>
/// The scripts of the store. Each is one atomic step and touches only keys it is given, which all lie in one cluster slot. Whatever
/// creates a key sets its expiry, so that no crash leaves one behind for good.
/// </summary>
internal static class RedisScripts
{
    /// <summary>
    /// Keys: page, import, errors. Arguments: expiry (Unix milliseconds), the number of rows on the pages before, then row index and value,
    /// one after the other; each row once, at most a page of them. Sets the values of rows that have none, moves the counters by those
    /// only, enters those that are errors into the list of errors, and returns their number. One command for all rows, not one a row: a
    /// command costs a script far more than a field does.
    /// </summary>
    public const string Write =
        """
        local rows = {}
        for i = 3, #ARGV, 2 do rows[#rows + 1] = ARGV[i] end
        local known = redis.call('HMGET', KEYS[1], unpack(rows))
        local fields, errors, count = {}, {}, 0
        for i = 1, #rows do
          if not known[i] then
            local value = ARGV[2 * i + 2]
            count = count + 1
            fields[#fields + 1] = rows[i]
            fields[#fields + 1] = value
            if string.byte(value) ~= 49 then errors[#errors + 1] = string.format('%d', tonumber(ARGV[2]) + tonumber(rows[i])) end
          end
        end
        if count == 0 then return 0 end
        redis.call('HSET', KEYS[1], unpack(fields))
        redis.call('PEXPIREAT', KEYS[1], ARGV[1])
        if #errors > 0 then
          local places, place = {}, redis.call('HINCRBY', KEYS[2], 'errors', #errors) - #errors
          for i = 1, #errors do
            places[#places + 1] = place + i
            places[#places + 1] = errors[i]
          end
          redis.call('ZADD', KEYS[3], unpack(places))
          redis.call('PEXPIREAT', KEYS[3], ARGV[1])
          redis.call('HINCRBY', KEYS[2], 'failed', #errors)
        end
        if count > #errors then redis.call('HINCRBY', KEYS[2], 'succeeded', count - #errors) end
        redis.call('PEXPIREAT', KEYS[2], ARGV[1])
        return count
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
