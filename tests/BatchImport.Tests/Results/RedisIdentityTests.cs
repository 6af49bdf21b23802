using Azure.Core;
using BatchImport.Results;
using BatchImport.Testing;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace BatchImport.Tests.Results;

/// <summary>Against a server with users, like Azure Managed Redis, whose passwords are tokens; without its encryption.</summary>
public sealed class RedisIdentityTests : IDisposable
{
    private const string Principal = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeee0001";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RedisServer _server = RedisServer.WithUsers();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly EventLog _log = new();
    private readonly FakeCredential _credential = new();
    private readonly RedisIdentity _identity;

    public RedisIdentityTests() => _identity = new RedisIdentity(Principal, _credential, _time, _log);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_connects_as_its_principal_with_a_token_for_redis()
    {
        await AllowAsync("token-1");
        Give("token-1", TimeSpan.FromHours(1));
        await using var connection = Open();

        Assert.Equal(Principal, (string?)await connection.GetDatabase().ExecuteAsync("ACL", "WHOAMI"));
        Assert.Equal(["https://redis.azure.com/.default"], _credential.Scopes);
    }

    [Fact]
    public async Task A_token_is_replaced_before_it_expires_and_the_connection_stays()
    {
        await AllowAsync("token-1");
        Give("token-1", TimeSpan.FromHours(1));
        await using var connection = Open();
        await connection.GetDatabase().PingAsync();
        var client = (string?)await connection.GetDatabase().ExecuteAsync("CLIENT", "ID");

        await AllowAsync("token-2");
        Give("token-2", TimeSpan.FromHours(2));
        _time.Advance(TimeSpan.FromHours(1) - RedisIdentity.Margin - TimeSpan.FromSeconds(1));
        Assert.Equal(1, _credential.Calls);
        _time.Advance(TimeSpan.FromSeconds(1));
        await SeeAsync(1913);

        // The same connection, authenticated by AUTH: the server would have refused an unknown token.
        Assert.Equal(client, (string?)await connection.GetDatabase().ExecuteAsync("CLIENT", "ID"));
        Assert.Equal(2, _credential.Calls);
    }

    [Fact]
    public async Task A_token_that_asks_to_be_refreshed_earlier_is()
    {
        await AllowAsync("token-1", "token-2");
        Give("token-1", TimeSpan.FromHours(24), refreshIn: TimeSpan.FromHours(12));
        await using var connection = Open();

        Give("token-2", TimeSpan.FromHours(36));
        _time.Advance(TimeSpan.FromHours(12));

        await SeeAsync(1913);
    }

    [Fact]
    public async Task A_new_connection_takes_the_newest_token()
    {
        await AllowAsync("token-1", "token-2");
        Give("token-1", TimeSpan.FromHours(1));
        await using var connection = Open();
        await connection.GetDatabase().PingAsync();
        Give("token-2", TimeSpan.FromHours(2));
        _time.Advance(TimeSpan.FromHours(1));
        await SeeAsync(1913);

        // The first token is no longer valid, and the server ends the connection that was opened with it.
        await AdministerAsync("ACL", "SETUSER", Principal, "<token-1");
        var client = (string)(await connection.GetDatabase().ExecuteAsync("CLIENT", "ID"))!;
        await AdministerAsync("CLIENT", "KILL", "ID", client);

        await EventuallyAsync(async () => (string?)await connection.GetDatabase().ExecuteAsync("CLIENT", "ID") is { } now && now != client);
        Assert.Equal(Principal, (string?)await connection.GetDatabase().ExecuteAsync("ACL", "WHOAMI"));
    }

    [Fact]
    public async Task Without_a_first_token_it_connects_when_there_is_one()
    {
        await AllowAsync("token-1");
        _credential.Failure = new InvalidOperationException("The identity endpoint does not answer.");
        await using var connection = Open();
        await SeeAsync(1911);

        _credential.Failure = null;
        Give("token-1", TimeSpan.FromHours(1));
        _time.Advance(RedisIdentity.RetryWait);

        await EventuallyAsync(async () => (string?)await connection.GetDatabase().ExecuteAsync("ACL", "WHOAMI") == Principal);
    }

    [Fact]
    public async Task A_token_the_server_does_not_take_is_offered_again()
    {
        await AllowAsync("token-1");
        Give("token-1", TimeSpan.FromHours(1));
        await using var connection = Open();
        await connection.GetDatabase().PingAsync();
        Give("token-2", TimeSpan.FromHours(2));
        _time.Advance(TimeSpan.FromHours(1) - RedisIdentity.Margin);
        await SeeAsync(1912);

        await AllowAsync("token-2");
        await EventuallyAsync(() =>
        {
            _time.Advance(RedisIdentity.RetryWait);
            return Task.FromResult(_log.Has(1913));
        });
    }

    [Fact]
    public async Task Tokens_are_in_no_log()
    {
        await AllowAsync("token-1");
        Give("token-1", TimeSpan.FromHours(1));
        await using var connection = Open();
        await connection.GetDatabase().PingAsync();
        Give("token-2", TimeSpan.FromHours(2));
        _time.Advance(TimeSpan.FromHours(1));
        await SeeAsync(1912);

        Assert.DoesNotContain(_log.Events, each => each.Text.Contains("token-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_name_means_an_encrypted_connection_to_the_managed_services_port()
    {
        var options = new RedisOptions { HostName = "redis-1.westeurope.redis.azure.net", PrincipalId = Principal };

        var configuration = RedisConnection.Configure(options, _identity);

        Assert.True(configuration.Ssl);
        Assert.Equal("redis-1.westeurope.redis.azure.net:10000", Assert.Single(configuration.EndPoints).ToString()!.Replace("Unspecified/", "", StringComparison.Ordinal));
        Assert.Equal(RedisProtocol.Resp3, configuration.Protocol);
        Assert.False(configuration.AbortOnConnectFail);
    }

    public void Dispose()
    {
        _identity.Dispose();
        _server.Dispose();
    }

    private IConnectionMultiplexer Open()
    {
        var configuration = RedisConnection.Configure(new RedisOptions { HostName = _server.ConnectionString, PrincipalId = Principal }, _identity);
        configuration.Ssl = false;
        return RedisConnection.Open(configuration, _identity, _log);
    }

    private void Give(string token, TimeSpan lifetime, TimeSpan? refreshIn = null) =>
        _credential.Next = new AccessToken(token, _time.GetUtcNow() + lifetime, refreshIn is { } refresh ? _time.GetUtcNow() + refresh : null);

    private async Task AllowAsync(params string[] tokens)
    {
        foreach (var token in tokens)
        {
            await AdministerAsync("ACL", "SETUSER", Principal, "on", $">{token}", "+@all", "~*");
        }
    }

    private Task AdministerAsync(string command, params object[] arguments) => _server.Connection.GetServers()[0].ExecuteAsync(command, arguments);

    private Task SeeAsync(int eventId) => EventuallyAsync(() => Task.FromResult(_log.Has(eventId)));

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Patience);
        while (true)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (RedisException) when (!limit.IsCancellationRequested)
            {
                // Not connected yet, or no longer.
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private sealed class FakeCredential : TokenCredential
    {
        public AccessToken Next { get; set; }

        public Exception? Failure { get; set; }

        public int Calls { get; private set; }

        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Calls++;
            Scopes = requestContext.Scopes;
            return Failure is null ? Next : throw Failure;
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
