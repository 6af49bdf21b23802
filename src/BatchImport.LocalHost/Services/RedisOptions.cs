namespace BatchImport.LocalHost.Services;

/// <summary>Where the Redis-compatible server keeps its data and listens.</summary>
public sealed record RedisOptions
{
    /// <summary>The port unless told: the one after Redis's own, so that a Redis on this machine is left alone.</summary>
    public const int DefaultPort = 6_380;

    /// <summary>The length of a generated password.</summary>
    internal const int PasswordCharacters = 48;

    /// <summary>Where its append-only file and checkpoints are kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where its log goes.</summary>
    public required string LogFolder { get; init; }

    /// <summary>The file with its password; made when it is not there.</summary>
    public required string PasswordFile { get; init; }

    /// <summary>The time between two compactions of its data, after which values that have expired are on the disk no more.</summary>
    internal TimeSpan CompactionInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The smallest data that is compacted, in bytes.</summary>
    internal long CompactionMinimum { get; init; } = 256 * 1024;

    /// <summary>Its port.</summary>
    public int Port { get; init; } = DefaultPort;
}
