using System.ComponentModel.DataAnnotations;

namespace BatchImport.Results;

/// <summary>
/// Where results and progress are stored; configuration section <c>Redis</c>. Either <see cref="ConnectionString"/>, or
/// <see cref="HostName"/> and <see cref="PrincipalId"/> for Azure Managed Redis with an identity instead of a key.
/// </summary>
public sealed class RedisOptions : IValidatableObject
{
    /// <summary>
    /// A StackExchange.Redis connection string: <c>host:port,password=...,ssl=true</c>. The other options here override
    /// its values.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The host of an Azure Managed Redis, with or without its port (10000). The connection is encrypted and uses Entra ID tokens.</summary>
    public string HostName { get; set; } = "";

    /// <summary>With <see cref="HostName"/>: the object id of the identity that connects, which is its user name in Redis. Not its client id.</summary>
    public string PrincipalId { get; set; } = "";

    /// <summary>The time-out of one attempt to connect. Default: the value in the connection string; otherwise, 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>The time-out of one command. Default: the value in the connection string; otherwise, 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan? SyncTimeout { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var (withString, withIdentity) = (!string.IsNullOrWhiteSpace(ConnectionString), !string.IsNullOrWhiteSpace(HostName));
        if (withString && withIdentity)
        {
            yield return new ValidationResult("The settings Redis:ConnectionString and Redis:HostName exclude each other: remove one of them.", [nameof(ConnectionString), nameof(HostName)]);
        }
        else if (!withString && !withIdentity)
        {
            yield return new ValidationResult(
                "The setting Redis:ConnectionString is missing: name a Redis 7 (or compatible) server, for example localhost:6379. For Azure Managed Redis with an identity, set Redis:HostName and Redis:PrincipalId instead.",
                [nameof(ConnectionString)]);
        }

        if (withIdentity && !Guid.TryParse(PrincipalId, out _))
        {
            yield return new ValidationResult("The setting Redis:PrincipalId must be the object id (a GUID) of the identity that connects to Redis:HostName.", [nameof(PrincipalId)]);
        }
    }
}
