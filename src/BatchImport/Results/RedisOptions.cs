using System.ComponentModel.DataAnnotations;

namespace BatchImport.Results;

/// <summary>Where results and progress are kept; configuration section <c>Redis</c>.</summary>
public sealed class RedisOptions
{
    /// <summary>
    /// A StackExchange.Redis connection string: <c>host:port,password=...,ssl=true</c>. Required. Whatever it sets and the other
    /// options here do not, is taken from it.
    /// </summary>
    [Required(ErrorMessage = "The setting Redis:ConnectionString is missing: name a Redis 7 (or compatible) server, for example localhost:6379.")]
    public string ConnectionString { get; set; } = "";

    /// <summary>How long one attempt to connect may take. Default: what the connection string says, else 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>How long one command may take. Default: what the connection string says, else 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan? SyncTimeout { get; set; }
}
