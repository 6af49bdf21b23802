using BatchImport.Page.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace BatchImport.Page.Tests;

/// <summary>A host that stops while the page is open.</summary>
public sealed class RestartTests(PageFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_that_the_host_is_away_and_goes_on_by_itself_when_it_is_back()
    {
        await fixture.DefineAsync("restarted");
        using var gate = fixture.Target.Hold("restarted", butFirst: 10);
        await using var page = await fixture.OpenAsync();
        await page.DropAsync("restarted.csv", PageFixture.Csv(60), "restarted");
        await gate.ReachedAsync(Stop);
        await page.StateIsAsync("processing");

        fixture.Host.Kill();
        await Expect(page.Link).ToContainTextAsync("does not answer");
        await Expect(page.Item("restarted.csv")).ToBeVisibleAsync();
        await page.PictureAsync("host-away");
        gate.Open();
        await fixture.Host.StartAsync(Stop);

        await Expect(page.Link).ToHaveTextAsync("live");
        await page.StateIsAsync("completed");
        await Expect(page.Number("Succeeded")).ToHaveTextAsync("60");
    }
}
