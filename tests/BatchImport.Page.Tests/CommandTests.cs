using BatchImport.Page.Tests.Browser;
using BatchImport.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BatchImport.Page.Tests;

/// <summary>The page's buttons, by mouse and by keyboard, and their effects on an import.</summary>
public sealed class CommandTests(PageFixture fixture)
{
    private const int Rows = 600;
    private const int ButFirst = 10;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mouse")]
    [InlineData("keyboard")]
    public async Task An_import_is_paused_and_resumed(string means)
    {
        var name = $"paused-by-{means}";
        using var gate = fixture.Target.Hold(name, ButFirst);
        await using var page = await HeldAsync(name, gate);

        await PressAsync(page, "Pause", means);
        await page.StateIsAsync("paused");
        await Expect(page.Button("Pause")).ToHaveCountAsync(0);
        if (means == "keyboard")
        {
            // The focus moves to the button that reverses the command.
            await Expect(page.Button("Resume")).ToBeFocusedAsync();
        }

        await gate.OpenAfterCommandAsync(Stop);
        await page.PictureAsync(name);
        Assert.True(gate.Answered.Count < Rows);

        await PressAsync(page, "Resume", means);
        await page.StateIsAsync("completed");
        await Expect(page.Number("Succeeded")).ToHaveTextAsync("600");
        Assert.Equal(Rows, gate.Answered.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(page.Faults);
    }

    [Theory]
    [InlineData("mouse")]
    [InlineData("keyboard")]
    public async Task An_import_is_cancelled_only_when_that_is_confirmed(string means)
    {
        var name = $"cancelled-by-{means}";
        using var gate = fixture.Target.Hold(name, ButFirst);
        await using var page = await HeldAsync(name, gate);
        var dialog = page.Page.GetByRole(AriaRole.Dialog);

        await PressAsync(page, "Cancel", means);
        await Expect(dialog).ToContainTextAsync($"Cancel the import of {name}.csv?");
        await page.PictureAsync("cancel-asks", isWhole: false);
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await page.StateIsAsync("processing");

        await PressAsync(page, "Cancel", means);
        await PressAsync(page.Page, dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel the import", Exact = true }), means);
        await page.StateIsAsync("cancelled");
        await Expect(page.Number("Not processed")).ToBeVisibleAsync();
        await Expect(page.Button("Retry failed rows")).ToBeVisibleAsync();
        await page.PictureAsync(name);
        Assert.Empty(page.Faults);
    }

    [Theory]
    [InlineData("mouse")]
    [InlineData("keyboard")]
    public async Task Failed_rows_run_again_as_an_import_that_leads_back_to_the_first(string means)
    {
        await using var page = await fixture.OpenAsync();
        var first = await page.DropAsync($"again-{means}.csv", PageFixture.Csv(Rows, 5, 50), await DefinedAsync($"again-{means}"));
        await page.StateIsAsync("completed");

        await PressAsync(page, "Retry failed rows", means);

        await Expect(page.Number("Rows done")).ToHaveTextAsync("2 of 2");
        await page.StateIsAsync("completed");
        await page.PictureAsync($"again-by-{means}");
        await page.Detail.GetByRole(AriaRole.Link, new() { Name = "the import that these rows are from" }).ClickAsync();
        await Expect(page.Detail.Locator($"[data-id='{first}']")).ToBeVisibleAsync();
        await Expect(page.Number("Rows done")).ToHaveTextAsync("600 of 600");
        Assert.Empty(page.Faults);
    }

    [Theory]
    [InlineData("mouse")]
    [InlineData("keyboard")]
    public async Task The_mail_is_sent_again(string means)
    {
        await using var page = await fixture.OpenAsync();
        var id = await page.DropAsync($"mailed-{means}.csv", PageFixture.Csv(3));
        await page.StateIsAsync("completed");
        Assert.Single(fixture.Mails(id));

        await PressAsync(page, "Resend the mail", means);

        await Expect(page.Detail.GetByText("The mail was sent again to ada@example.com.")).ToBeVisibleAsync();
        Assert.Equal(2, fixture.Mails(id).Count);
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task A_move_that_has_become_impossible_is_answered_with_what_is_possible()
    {
        using var gate = fixture.Target.Hold("too-late", ButFirst);
        await using var page = await HeldAsync("too-late", gate);
        await page.Page.RouteAsync("**/api/imports/*/pause", async route =>
        {
            // Another user was faster.
            using var http = new HttpClient();
            using var cancelled = await http.PostAsync(route.Request.Url.Replace("/pause", "/cancel", StringComparison.Ordinal), content: null, Stop);
            Assert.True(cancelled.IsSuccessStatusCode);
            await route.ContinueAsync();
        });

        await page.Button("Pause").ClickAsync();

        await Expect(page.Detail.GetByRole(AriaRole.Alert)).ToContainTextAsync("it cannot be paused. Possible now:");
        await page.StateIsAsync("cancelled");
    }

    // Tab until the button has the focus, then Enter, as a user without a mouse does.
    private static async Task PressAsync(IPage page, ILocator button, string means)
    {
        await Expect(button).ToBeVisibleAsync();
        if (means == "mouse")
        {
            await button.ClickAsync();
            return;
        }

        for (var presses = 0; !await button.EvaluateAsync<bool>("button => button === document.activeElement"); presses++)
        {
            Assert.True(presses < 100, "The button cannot be reached with the Tab key.");
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Enter");
    }

    private static Task PressAsync(WatchedPage page, string button, string means) => PressAsync(page.Page, page.Button(button), means);

    /// <summary>The page with an import of <see cref="Rows"/> rows, some of which were delivered and some wait in the target.</summary>
    private async Task<WatchedPage> HeldAsync(string name, HeldTarget.Gate gate)
    {
        var page = await fixture.OpenAsync();
        await page.DropAsync($"{name}.csv", PageFixture.Csv(Rows), await DefinedAsync(name));
        await gate.ReachedAsync(Stop);
        await page.StateIsAsync("processing");
        return page;
    }

    private async Task<string> DefinedAsync(string name)
    {
        await fixture.DefineAsync(name);
        return name;
    }
}
