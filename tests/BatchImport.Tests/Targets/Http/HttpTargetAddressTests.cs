using BatchImport.Common;
using BatchImport.Spreadsheets;
using BatchImport.Testing;

namespace BatchImport.Tests.Targets.Http;

/// <summary>Where requests may be sent, and who receives the addresses.</summary>
[Trait("Speed", "Slow")]
public sealed class HttpTargetAddressTests(RedisServer redis) : HttpTargetTestBase(redis)
{
    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task A_value_does_not_lead_to_another_address(string value)
    {
        var result = await Fixture.SendAsync($$"""{ "type": "http", "url": "http://{{Host}}/v1/people/{Id}/mail" }""", ("Id", Cell.FromText(value)));

        Assert.Contains("nothing but dots", Error(result), StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_value_that_makes_the_address_too_long_is_the_rows_error()
    {
        var result = await Fixture.SendAsync($$"""{ "type": "http", "url": "http://{{Host}}/v1/people/{Id}" }""", ("Id", Cell.FromText(new string('ü', 32_767))));

        Assert.Contains("8000 is the most", Error(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_the_address_needs_must_be_there()
    {
        var result = await Fixture.SendAsync($$"""{ "type": "http", "url": "http://{{Host}}/v1/people/{Id}" }""", ("Id", Cell.Empty));

        Assert.Contains("\"Id\" is empty", Error(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://{0}/", "localhost:{0} private http")]
    [InlineData("http://127.0.0.1:1/", "127.0.0.1:{0} private http")]
    [InlineData("http://127.0.0.1:{0}/", "127.0.0.1:{0} private")]
    [InlineData("https://example.com/", "")]
    [InlineData("https://example.com/", "*.example.com")]
    [InlineData("https://badexample.com/", "*.example.com")]
    [InlineData("https://example.com:444/", "example.com")]
    public async Task A_host_that_is_not_allowed_rejects_the_import(string url, string allowed)
    {
        await using var fixture = WorldOf(allowed.Replace("{0}", $"{Server.Port}", StringComparison.Ordinal));
        var target = $$"""{ "type": "http", "url": "{{url.Replace("{0}", url.Contains("127", StringComparison.Ordinal) ? $"{Server.Port}" : Host, StringComparison.Ordinal)}}" }""";

        var rejected = await Assert.ThrowsAsync<RejectedException>(() => fixture.SendAsync(target, ("Id", Cell.FromText("1"))));

        Assert.Equal("host-not-allowed", rejected.Code);
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task A_host_whose_address_is_not_public_is_not_called_unless_that_is_allowed(string host)
    {
        await using var fixture = WorldOf($"{host}:{Server.Port} http");

        var result = await fixture.SendAsync($$"""{ "type": "http", "url": "http://{{host}}:{{Server.Port}}/" }""", ("Id", Cell.FromText("1")));

        Assert.Contains("has no public address", Error(result), StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_secret_that_is_not_set_rejects_the_import_and_only_secrets_can_be_asked_for()
    {
        foreach (var name in (string[])["Nothing", "AllowedHosts", ":AllowedHosts", "..:AllowedHosts"])
        {
            var rejected = await Assert.ThrowsAsync<RejectedException>(() => SendAsync($$""", "headers": { "X-Key": "{setting:{{name}}}" }"""));
            Assert.Equal("missing-setting", rejected.Code);
        }
    }

    [Fact]
    public async Task Neither_secrets_nor_values_nor_addresses_are_logged()
    {
        Server.Then(500).Then(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        await Fixture.SendAsync(
            $$"""{ "type": "http", "url": "http://{{Host}}/v1/people/{Id}", "headers": { "Authorization": "{setting:Crm:ApiKey}" }, "firstWaitSeconds": 0.01 }""", ("Id", Cell.FromText("Zanzibar")));
        Server.Then(422);
        await Fixture.SendAsync($$"""{ "type": "http", "url": "http://{{Host}}/v1/people/{Id}" }""", ("Id", Cell.FromText("Zanzibar")));

        Assert.Equal(4, Server.Requests.Count);
        Assert.DoesNotContain(Fixture.Log.Lines, line => line.Contains(Secret, StringComparison.Ordinal) || line.Contains("Zanzibar", StringComparison.Ordinal) || line.Contains("/v1/", StringComparison.Ordinal));
    }
}
