namespace BatchImport.LocalHost.Services;

/// <summary>Represents the folders, the port and the compaction of the Redis-compatible server.</summary>
public sealed record RedisOptions
{
    /// <summary>The default port: the one after Redis's default port, so that a Redis on this machine is not affected.</summary>
    public const int DefaultPort = 6_380;

    /// <summary>The length of a generated password.</summary>
    internal const int PasswordCharacters = 48;

    /// <summary>The folder of its append-only file and checkpoints.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder of its log.</summary>
    public required string LogFolder { get; init; }

    /// <summary>The file with its password; created when it does not exist.</summary>
    public required string PasswordFile { get; init; }

    /// <summary>The time between two compactions of its data, which remove expired values from the disk.</summary>
    internal TimeSpan CompactionInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The smallest size of its data that is compacted, in bytes.</summary>
    internal long CompactionMinimum { get; init; } = 256 * 1024;

    /// <summary>Its port.</summary>
    public int Port { get; init; } = DefaultPort;
}
