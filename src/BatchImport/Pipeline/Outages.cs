using System.Globalization;
using Azure;
using Azure.Identity;
using BatchImport.Common;
using BatchImport.Mail;
using BatchImport.Targets;
using StackExchange.Redis;

namespace BatchImport.Pipeline;

/// <summary>Distinguishes an outage of a service from every other failure of a step.</summary>
internal static class Outages
{
    // https://redis.io/docs/latest/develop/reference/protocol-spec: the first word of an error is its kind. These end when the server recovers.
    private static readonly string[] PassingRedisErrors = ["LOADING", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "READONLY", "MISCONF", "OOM", "BUSY", "NOREPLICAS"];

    // ENOSPC, and ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private static readonly int[] DiskFull = [28, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>The outage that caused a failure; null when none did.</summary>
    public static Outage? Find(Exception fault) => fault switch
    {
        OutageException known => known.Outage,
        TargetUnavailableException target => new Outage(target.Service, target.Detail),
        RedisConnectionException redis => new Outage("Redis", redis.FailureType.ToString()),
        RedisTimeoutException => new Outage("Redis", "no answer"),
        RedisServerException redis when FirstWord(redis.Message) is var kind && PassingRedisErrors.Contains(kind, StringComparer.Ordinal) => new Outage("Redis", kind),
        RequestFailedException storage when IsOutage(storage.Status) => new Outage("storage", Status(storage.Status)),
        AuthenticationFailedException => new Outage("identity service", null),
        MailException { IsTransient: true } => new Outage("mail server", null),
        IOException full when DiskFull.Contains(full.HResult) => new Outage("disk", "full"),
        AggregateException { InnerExceptions: [var first, ..] } many when many.InnerExceptions.All(each => Find(each) is not null) => Find(first),
        _ => null,
    };

    // 0: no reply.
    private static bool IsOutage(int status) => status is 0 or 408 or 429 or >= 500;

    private static string Status(int status) => status == 0 ? "no answer" : status.ToString(CultureInfo.InvariantCulture);

    private static string FirstWord(string message)
    {
        var space = message.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? message : message[..space];
    }
}
