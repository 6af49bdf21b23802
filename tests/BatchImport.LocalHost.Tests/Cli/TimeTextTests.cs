using System.Globalization;
using BatchImport.LocalHost.Cli;
using Microsoft.Extensions.Time.Testing;

namespace BatchImport.LocalHost.Tests.Cli;

public sealed class TimeTextTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    public TimeTextTests() => _time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("two", TimeSpan.FromHours(2), "two", "two"));

    [Theory]
    [InlineData("90m", "2026-03-10T10:30:00Z")]
    [InlineData("12h", "2026-03-10T00:00:00Z")]
    [InlineData("7d", "2026-03-03T12:00:00Z")]
    [InlineData("2026-01-31", "2026-01-30T22:00:00Z")]
    [InlineData("2026-01-31T12:00", "2026-01-31T10:00:00Z")]
    [InlineData("2026-01-31T12:00:05", "2026-01-31T10:00:05Z")]
    [InlineData("2026-01-31T12:00Z", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00.5-05:00", "2026-01-31T17:00:00.5Z")]
    public void A_time_is_ago_or_local_or_what_it_says(string typed, string meant) =>
        Assert.Equal(DateTimeOffset.Parse(meant, CultureInfo.InvariantCulture), TimeText.Parse(typed, _time));

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("-7d")]
    [InlineData("1000000d")]
    [InlineData("yesterday")]
    [InlineData("31.01.2026")]
    [InlineData("2026-02-30")]
    public void What_is_no_time_is_none(string typed) => Assert.Null(TimeText.Parse(typed, _time));

    [Fact]
    public void A_time_is_shown_in_the_machine_s_zone() => Assert.Equal("2026-03-10 14:00:00", TimeText.Format(_time.GetUtcNow(), _time));
}
