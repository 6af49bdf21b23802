using Azure;
using BatchImport.Common;
using BatchImport.Mail;
using BatchImport.Pipeline;
using BatchImport.Targets;
using StackExchange.Redis;

namespace BatchImport.Tests.Pipeline;

public sealed class OutagesTests
{
    public static TheoryData<Exception, string?> Failures => new()
    {
        { new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "closed"), "Redis: SocketClosed" },
        { new RedisTimeoutException(CommandFlags.None, "late", CommandStatus.Sent), "Redis: no answer" },
        { new RedisServerException(RedisErrorKind.Unknown, CommandFlags.None, "LOADING Redis is loading the dataset in memory"), "Redis: LOADING" },
        { new RedisServerException(RedisErrorKind.Unknown, CommandFlags.None, "ERR unknown command"), null },
        { new RequestFailedException("nothing listens"), "storage: no answer" },
        { new RequestFailedException(503, "busy"), "storage: 503" },
        { new RequestFailedException(429, "slow down"), "storage: 429" },
        { new RequestFailedException(404, "gone"), null },
        { new RequestFailedException(403, "not allowed"), null },
        { new AggregateException(new RequestFailedException(500, "one"), new RequestFailedException(500, "two")), "storage: 500" },
        { new AggregateException(new RequestFailedException(500, "one"), new InvalidOperationException("two")), null },
        { new MailException("greylisted", isTransient: true), "mail server" },
        { new MailException("refused", isTransient: false), null },
        { new TargetUnavailableException("down") { Service = "target crm.example.com", Detail = "503" }, "target crm.example.com: 503" },
        { new InvalidOperationException("a fault of ours"), null },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_is_an_outage_of_a_service_or_none(Exception failure, string? outage) => Assert.Equal(outage, Outages.Find(failure)?.ToString());

    [Theory]
    [InlineData("Redis", null)]
    [InlineData("storage", "503")]
    [InlineData("target crm.example.com:8443", "no answer within 30 s")]
    public void An_outage_survives_the_way_through_a_message(string service, string? detail)
    {
        var outage = new Outage(service, detail);

        Assert.Equal(outage, Outage.Parse(new OutageException(outage).Message));
    }
}
