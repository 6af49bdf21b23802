namespace BatchImport.LocalHost.Services;

/// <summary>Represents the options of the Redis-compatible server's process.</summary>
internal sealed record RedisServerOptions
{
    /// <summary>Its port on loopback.</summary>
    public required int Port { get; init; }

    /// <summary>The folder of its data.</summary>
    public required string Folder { get; init; }

    /// <summary>Its log.</summary>
    public required string LogFile { get; init; }

    /// <summary>The file with its password.</summary>
    public required string PasswordFile { get; init; }

    /// <summary>The time between two compactions.</summary>
    public required TimeSpan CompactionInterval { get; init; }

    /// <summary>The smallest size of its data that is compacted, in bytes.</summary>
    public required long CompactionMinimum { get; init; }
}
