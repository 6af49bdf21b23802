using BatchImport.Targets.Http;

namespace BatchImport.Tests.Targets.Http;

public sealed class AllowedHostsTests
{
    private const string Setting = "api.example.com, *.crm.example.com:8443, Local.test:8080 private http, [::1]:5000 private";

    [Theory]
    [InlineData("https://api.example.com/a", true)]
    [InlineData("https://API.example.com:443/a", true)]
    [InlineData("http://api.example.com/a", false)]
    [InlineData("https://api.example.com:444/a", false)]
    [InlineData("https://x.api.example.com/a", false)]
    [InlineData("https://eu.crm.example.com:8443/", true)]
    [InlineData("https://a.eu.crm.example.com:8443/", true)]
    [InlineData("https://crm.example.com:8443/", false)]
    [InlineData("https://eu.crm.example.com/", false)]
    [InlineData("http://local.test:8080/", true)]
    [InlineData("https://local.test:8080/", true)]
    [InlineData("https://[::1]:5000/", true)]
    [InlineData("https://other.example/", false)]
    public void Only_what_is_listed_is_allowed(string address, bool isAllowed)
    {
        Assert.True(AllowedHosts.TryParse(Setting, out var hosts, out _));
        Assert.Equal(isAllowed, hosts.Find(new Uri(address)) is not null);
    }

    [Theory]
    [InlineData("local.test", 8080, true)]
    [InlineData("local.test", 443, false)]
    [InlineData("::1", 5000, true)]
    [InlineData("api.example.com", 443, false)]
    public void An_address_that_is_not_public_is_allowed_by_its_host_and_port(string host, int port, bool isAllowed)
    {
        Assert.True(AllowedHosts.TryParse(Setting, out var hosts, out _));
        Assert.Equal(isAllowed, hosts.AllowsPrivate(host, port));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("a.*.example.com")]
    [InlineData("https://api.example.com")]
    [InlineData("api.example.com/v1")]
    [InlineData("api.example.com publc")]
    [InlineData("user@api.example.com")]
    [InlineData("api.example.com:99999")]
    [InlineData("*.10.0.0.1")]
    public void What_is_no_host_is_refused_when_the_settings_are_read(string text)
    {
        Assert.False(AllowedHosts.TryParse($"good.example, {text}", out _, out var problem));
        Assert.Contains($"'{text}'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_allowed_by_nothing()
    {
        Assert.True(AllowedHosts.TryParse(null, out var hosts, out _));
        Assert.Null(hosts.Find(new Uri("https://example.com")));
    }
}
