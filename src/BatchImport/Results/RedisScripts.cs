namespace BatchImport.Results;

/// <summary>
/// The scripts of the store. Each is atomic and accesses only the keys it is given, which are all in one cluster slot. A script that
/// creates a key also sets its expiry, so that no crash leaves a key without one.
/// </summary>
internal static class RedisScripts
{
    /// <summary>
    /// Keys: import, errors, then pages. Arguments: expiry (Unix milliseconds), then for each page the number of rows on the pages before,
    /// the number of results, and row index and value for each; each row once, at most a page of them in all. Sets the values of rows
    /// that have none, changes the counters by those only, and adds those that are errors to the list of errors. Returns a text for each
    /// page: a character for each of its results, 1 where it was the first. Uses a few commands for all rows, not one per row: in a script,
    /// a command costs far more than a field.
    /// </summary>
    public const string Write =
        """
        local first, succeeded, errors, at = {}, 0, {}, 2
        for page = 3, #KEYS do
          local before, count = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
          local rows, flags, fields = {}, {}, {}
          for i = 1, count do rows[i] = ARGV[at + 2 * i] end
          local known = redis.call('HMGET', KEYS[page], unpack(rows))
          for i = 1, count do
            flags[i] = known[i] and '0' or '1'
            if not known[i] then
              local value = ARGV[at + 2 * i + 1]
              fields[#fields + 1] = rows[i]
              fields[#fields + 1] = value
              if string.byte(value) == 49 then
                succeeded = succeeded + 1
              else
                errors[#errors + 1] = string.format('%d', before + tonumber(rows[i]))
              end
            end
          end
          if #fields > 0 then
            redis.call('HSET', KEYS[page], unpack(fields))
            redis.call('PEXPIREAT', KEYS[page], ARGV[1])
          end
          first[#first + 1] = table.concat(flags)
          at = at + 2 + 2 * count
        end
        if #errors > 0 then
          local places, place = {}, redis.call('HINCRBY', KEYS[1], 'failed', #errors) - #errors
          for i = 1, #errors do
            places[#places + 1] = place + i
            places[#places + 1] = errors[i]
          end
          redis.call('ZADD', KEYS[2], unpack(places))
          redis.call('PEXPIREAT', KEYS[2], ARGV[1])
        end
        if succeeded > 0 then redis.call('HINCRBY', KEYS[1], 'succeeded', succeeded) end
        if succeeded + #errors > 0 then redis.call('PEXPIREAT', KEYS[1], ARGV[1]) end
        return first
        """;

    /// <summary>Keys: import. Arguments: expiry (Unix milliseconds), then alternating names and values. Sets the fields that do not exist.</summary>
    public const string Create =
        """
        for i = 2, #ARGV, 2 do redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) end
        redis.call('PEXPIREAT', KEYS[1], ARGV[1])
        return 1
        """;

    /// <summary>
    /// Keys: the list of imports. Arguments: batch id, received, expiry, now and the oldest time to keep (all Unix milliseconds).
    /// Adds the import, removes expired ones, and sets the list's expiry to that of its longest-lived member.
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
    /// Keys: import. Arguments: the state, the number of states it may come from, these states, then alternating names and values.
    /// Sets state and fields and returns 1 when the import is in one of these states or already in the new one; otherwise, returns 0.
    /// </summary>
    public const string Transition =
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
