using System.Net;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;
using Microsoft.AspNetCore.Http;

namespace BatchImport.LocalHost.Tests.Hosting;

public sealed class RequestGuardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("localhost:7071", true, true)]
    [InlineData("LOCALHOST", true, true)]
    [InlineData("127.0.0.1:7071", true, true)]
    [InlineData("[::1]:7071", true, true)]
    [InlineData("imports.example.com", true, true)]
    [InlineData("192.0.2.7:7071", false, true)]
    [InlineData("[2001:db8::7]:7071", false, true)]
    [InlineData("rebound.example.com:7071", false, false)]
    [InlineData("localhost.example.com", false, false)]
    [InlineData("127.0.0.1.example.com", false, false)]
    [InlineData("2130706433", false, false)]
    [InlineData("0x7f.1", false, false)]
    [InlineData("", false, false)]
    public void Only_its_own_names_lead_to_the_host(string host, bool onThisMachine, bool beyond)
    {
        Assert.Equal(onThisMachine, new OwnNames(["imports.example.com"], listensBeyondLoopback: false).Contains(new HostString(host)));
        Assert.Equal(beyond, new OwnNames(["imports.example.com"], listensBeyondLoopback: true).Contains(new HostString(host)));
    }

    [Theory]
    // Programs.
    [InlineData("POST", null, null, null, null, null)]
    // The host's own page.
    [InlineData("POST", "http://localhost:7071", "same-origin", "cors", "empty", null)]
    [InlineData("GET", null, "same-origin", "cors", "empty", null)]
    [InlineData("GET", null, "none", "navigate", "document", null)]
    // A link in a web mail.
    [InlineData("GET", null, "cross-site", "navigate", "document", null)]
    // A form, a script, an image and a frame of another site.
    [InlineData("POST", "https://evil.example.com", "cross-site", "navigate", "document", 403)]
    [InlineData("POST", "https://evil.example.com", null, null, null, 403)]
    [InlineData("POST", "null", null, null, null, 403)]
    [InlineData("POST", "http://localhost:8080", "same-site", "cors", "empty", 403)]
    [InlineData("GET", "https://evil.example.com", "cross-site", "cors", "empty", 403)]
    [InlineData("GET", null, "cross-site", "no-cors", "image", 403)]
    [InlineData("GET", null, "cross-site", "navigate", "iframe", 403)]
    public void A_page_of_another_site_may_link_here_and_do_nothing_else(string method, string? origin, string? site, string? mode, string? destination, int? status)
    {
        var context = Context(IPAddress.Loopback, "localhost:7071");
        context.Request.Method = method;
        foreach (var (name, value) in new[] { ("Origin", origin), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination) })
        {
            if (value is not null)
            {
                context.Request.Headers[name] = value;
            }
        }

        Assert.Equal(status, Status(new RequestGuard(new OwnNames([], listensBeyondLoopback: false), key: null).Refusal(context)));
    }

    [Fact]
    public void Other_machines_need_the_key_except_for_what_asks_for_none_in_Azure_either()
    {
        var key = AccessKey.From(setting: null, new StateFolder(_folder.Path));
        var guard = new RequestGuard(new OwnNames([], listensBeyondLoopback: true), key);
        var remote = IPAddress.Parse("192.0.2.9");

        Assert.Equal(401, Status(guard.Refusal(Context(remote))));
        Assert.Equal(401, Status(guard.Refusal(Context(remote.MapToIPv6()))));
        Assert.Equal(401, Status(guard.Refusal(Context(remote, header: key.Value + "0"))));
        Assert.Equal(401, Status(guard.Refusal(Context(remote, query: "?code="))));
        Assert.Null(guard.Refusal(Context(remote, header: key.Value)));
        Assert.Null(guard.Refusal(Context(remote, query: "?code=" + key.Value)));
        Assert.Null(guard.Refusal(Context(IPAddress.Loopback)));
        Assert.Null(guard.Refusal(Context(IPAddress.Loopback.MapToIPv6())));
        var page = Context(remote);
        page.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new AnonymousEndpoint()), "page"));
        Assert.Null(guard.Refusal(page));
    }

    [Fact]
    public void A_generated_key_lasts_and_one_that_can_be_guessed_is_refused()
    {
        var state = new StateFolder(_folder.Path);

        Assert.Equal(AccessKey.From(null, state).Value, AccessKey.From("", state).Value);
        Assert.Equal("a key of the settings", AccessKey.From("a key of the settings", state).Value);
        Assert.Contains("LocalHost:Key", Assert.Throws<LocalHostException>(() => AccessKey.From("secret", state)).Message, StringComparison.Ordinal);
    }

    private static DefaultHttpContext Context(IPAddress remote, string host = "192.0.2.1:7071", string? header = null, string query = "")
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote;
        context.Request.Scheme = "http";
        context.Request.Host = new HostString(host);
        context.Request.Method = "GET";
        context.Request.QueryString = new QueryString(query);
        if (header is not null)
        {
            context.Request.Headers["x-functions-key"] = header;
        }

        return context;
    }

    private static int? Status(IResult? refusal) => refusal is null ? null : Assert.IsAssignableFrom<IStatusCodeHttpResult>(refusal).StatusCode;
}
