using BatchImport.Page.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace BatchImport.Page.Tests;

/// <summary>A host that goes away while the page is open.</summary>
public sealed class RestartTests(PageWorld world)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_that_the_host_is_away_and_goes_on_by_itself_when_it_is_back()
    {
        await world.DefineAsync("restarted");
        using var gate = world.Target.Hold("restarted", butFirst: 10);
        await using var page = await world.OpenAsync();
        await page.DropAsync("restarted.csv", PageWorld.Csv(60), "restarted");
        await gate.ReachedAsync(Stop);
        await page.StateIsAsync("processing");

        world.Host.Kill();
        await Expect(page.Link).ToContainTextAsync("does not answer");
        await Expect(page.Item("restarted.csv")).ToBeVisibleAsync();
        await page.PictureAsync("host-away");
        gate.Open();
        await world.Host.StartAsync(Stop);

        await Expect(page.Link).ToHaveTextAsync("live");
        await page.StateIsAsync("completed");
        await Expect(page.Number("Succeeded")).ToHaveTextAsync("60");
    }
}
