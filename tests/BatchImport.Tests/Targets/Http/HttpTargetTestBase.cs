using BatchImport.Common;
using BatchImport.Spreadsheets;
using BatchImport.Testing;

namespace BatchImport.Tests.Targets.Http;

/// <summary>Tests of the http target against a server with configured responses.</summary>
public abstract class HttpTargetTestBase(RedisServer redis) : IAsyncLifetime
{
    /// <summary>The setting <c>Targets:Secrets:Crm:ApiKey</c>.</summary>
    protected const string Secret = "s3cr3t-Qv8";

    private TargetServer _server = null!;
    private TargetFixture _fixture = null!;

    /// <summary>The server.</summary>
    private protected TargetServer Server => _server;

    /// <summary>Sends rows; may call the server.</summary>
    private protected TargetFixture Fixture => _fixture;

    /// <summary>The server's host and port.</summary>
    protected string Host => $"127.0.0.1:{_server.Port}";

    public async ValueTask InitializeAsync()
    {
        _server = await TargetServer.StartAsync();
        _fixture = WorldOf($"{Host} private http");
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected TargetFixture WorldOf(string allowed) => new(redis, ("Targets:AllowedHosts", allowed), ("Targets:Secrets:Crm:ApiKey", Secret));

    private protected Task<RowResult> SendAsync(string more, params (string Column, Cell Value)[] row) => _fixture.SendAsync(
        $$"""{ "type": "http", "url": "http://{{Host}}/rows", "firstWaitSeconds": 0.01, "longestWaitSeconds": {{(more.Length == 0 && row.Length == 0 ? "1.5" : "0.05")}}{{more}} }""",
        row.Length == 0 ? [("Id", Cell.FromText("1"))] : row);

    private protected static string Error(RowResult result) => Assert.Single(result.Errors).Message;
}
