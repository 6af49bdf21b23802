using BatchImport.Page.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BatchImport.Page.Tests;

/// <summary>The page in light and dark, on a phone, and when there is nothing to show.</summary>
public sealed class LookTests(PageFixture fixture)
{
    // Web Content Accessibility Guidelines 2.2, 1.4.3: normal text.
    private const double LeastContrast = 4.5;

    // The contrast of every visible text with its background: WCAG 2.2, relative luminance.
    private const string FaintTexts =
        """
        least => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const rgba = color => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
            return [r, g, b, a / 255];
          };
          const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
          const luminance = color => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
            const part = color[i] / 255;
            return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
          }, 0);
          const behind = element => element ? over(rgba(getComputedStyle(element).backgroundColor), behind(element.parentElement)) : [255, 255, 255, 1];
          const faint = [];
          let texts = 0;
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const [text, element] = [walker.currentNode.data.trim(), walker.currentNode.parentElement];
            if (!text || !element.checkVisibility() || element.closest('script, noscript, option, .skip')) {
              continue;
            }

            texts++;
            const back = behind(element);
            const lights = [luminance(over(rgba(getComputedStyle(element).color), back)), luminance(back)].sort((a, b) => b - a);
            const contrast = (lights[0] + 0.05) / (lights[1] + 0.05);
            if (contrast < least) {
              faint.push(`${text} (${contrast.toFixed(2)})`);
            }
          }

          return { texts, faint };
        }
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_can_be_read(ColorScheme scheme)
    {
        await MakeImportsAsync();
        await using var page = await fixture.OpenAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 900 } });
        foreach (var (name, state) in new[] { ("look-cancelled.csv", "cancelled"), ("look-rejected.csv", "rejected"), ("look-completed.csv", "completed") })
        {
            await page.Item(name).GetByRole(AriaRole.Link).ClickAsync();
            await page.StateIsAsync(state);
            await Expect(page.Detail.Locator(".tree")).ToContainTextAsync("completed");
            await page.PictureAsync($"{state}-{scheme}".ToLowerInvariant());

            var found = (await page.Page.EvaluateAsync(FaintTexts, LeastContrast))!.Value;
            Assert.True(found.GetProperty("texts").GetInt32() > 20);
            Assert.Equal("[]", found.GetProperty("faint").ToString());
        }

        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task The_button_switches_between_light_and_dark_and_the_choice_is_kept()
    {
        await using var page = await fixture.OpenAsync();
        var back = page.Page.Locator("body");
        await Expect(back).ToHaveCSSAsync("background-color", "rgb(244, 246, 247)");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Switch between light and dark" }).ClickAsync();
        await Expect(back).ToHaveCSSAsync("background-color", "rgb(16, 20, 23)");
        await page.Page.ReloadAsync();

        await Expect(back).ToHaveCSSAsync("background-color", "rgb(16, 20, 23)");
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task On_a_phone_nothing_is_wider_than_the_screen_and_every_control_can_be_touched()
    {
        await MakeImportsAsync();
        await using var page = await fixture.OpenAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true, DeviceScaleFactor = 2 });
        await FitsAsync(page);
        await page.PictureAsync("phone-list");

        await page.Item("look-completed.csv").GetByRole(AriaRole.Link).TapAsync();
        await page.StateIsAsync("completed");
        await Expect(page.List).ToBeHiddenAsync();
        await Expect(page.Errors.Locator("tbody tr").First).ToBeVisibleAsync();
        await FitsAsync(page);
        await page.PictureAsync("phone-import");
        foreach (var button in new[] { "Retry failed rows", "Resend the mail", "↓ Workbook", "↓ Original" })
        {
            await page.Button(button).TapAsync(new() { Trial = true });
        }

        await page.Detail.GetByRole(AriaRole.Link, new() { Name = "All imports" }).TapAsync();
        await Expect(page.List).ToBeVisibleAsync();
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Where_there_is_nothing_to_show_the_page_says_so()
    {
        await using var page = await fixture.OpenAsync();
        await Expect(page.Detail).ToContainTextAsync("Choose one from the list, or drop a spreadsheet.");

        await page.Page.GetByRole(AriaRole.Search).GetByLabel("Owner").FillAsync("nobody@example.com");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByText("No imports match the filter.")).ToBeVisibleAsync();
        await page.PictureAsync("nothing");

        await page.Page.GotoAsync($"{fixture.Host.Address}#/{new string('0', 32)}");
        await Expect(page.Detail.GetByRole(AriaRole.Alert).First).ToContainTextAsync("is known: it does not exist");
    }

    [Fact]
    public async Task What_cannot_be_uploaded_is_told_at_the_drop_zone()
    {
        await using var page = await fixture.OpenAsync();
        await page.Zone.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = new string('n', 250) + ".csv", MimeType = "text/csv", Buffer = PageFixture.Csv(1) });

        await Expect(page.Note).ToContainTextAsync("The file needs a name of 1 to 200 characters");
    }

    private static async Task FitsAsync(WatchedPage page)
    {
        var wide = await page.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('body *')]
              .filter(each => each.checkVisibility() && !each.closest('.skip, .unseen, .scroll table') && each.getBoundingClientRect().right > innerWidth + 0.5)
              .map(each => each.outerHTML.slice(0, 100))
            """);
        Assert.Empty(wide);
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    // Once for all tests: imports that ended in different ways, with content in every part of the page.
    private async Task MakeImportsAsync()
    {
        await using var page = await fixture.OpenAsync();
        if (await page.Item("look-completed.csv").CountAsync() > 0)
        {
            return;
        }

        await fixture.DefineAsync("look");
        using (fixture.Target.Hold("look", butFirst: 3))
        {
            await page.DropAsync("look-cancelled.csv", PageFixture.Csv(50, 5), "look");
            await page.StateIsAsync("processing");
            await page.Button("Cancel").ClickAsync();
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel the import", Exact = true }).ClickAsync();
            await page.StateIsAsync("cancelled");
        }

        await page.DropAsync("look-rejected.csv", "\0\0"u8.ToArray());
        await page.StateIsAsync("rejected");
        await page.DropAsync("look-completed.csv", PageFixture.Csv(50, 7, 9), "look");
        await page.StateIsAsync("completed");
    }
}
