using BatchImport.Page.Tests.Browser;
using Microsoft.Playwright;
using OfficeOpenXml;
using static Microsoft.Playwright.Assertions;

namespace BatchImport.Page.Tests;

/// <summary>Definitions on the page.</summary>
public sealed class DefinitionTests(PageFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Definitions_are_listed_shown_and_offered_for_an_upload()
    {
        await fixture.PutDefinitionAsync("page-shown", "{\n  // <b>Not markup</b>\n  \"name\": \"page-shown\", \"columns\": [ { \"name\": \"Id\" }, { \"name\": \"Name\" } ]\n}");
        await fixture.PutDefinitionAsync("page-wrong", "{\n  \"name\": \"page-wrong\",\n  \"columns\": [ { \"name\": \"A\", \"type\": \"tekst\" } ]\n}");
        await using var page = await fixture.OpenAsync();

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Definitions", Exact = true }).ClickAsync();
        var list = page.Detail.GetByRole(AriaRole.Region, new() { Name = "Definitions", Exact = true });
        await Expect(list.Locator("tr", new() { HasText = "page-shown" })).ToContainTextAsync("2 columns");
        await Expect(list.Locator("tr", new() { HasText = "page-wrong" })).ToContainTextAsync("1 mistake: not used");
        await page.PictureAsync("definitions");

        await list.GetByRole(AriaRole.Link, new() { Name = "page-wrong", Exact = true }).ClickAsync();
        await Expect(page.Detail.GetByRole(AriaRole.List, new() { Name = "Mistakes" })).ToContainTextAsync("Line 3, column 39: the type \"tekst\" is unknown");
        await Expect(page.Button("Use it for an upload")).ToHaveCountAsync(0);

        await page.Page.GotoAsync(page.Page.Url.Split('#')[0] + "#/definitions/page-shown");
        await Expect(page.Detail.Locator("pre")).ToContainTextAsync("// <b>Not markup</b>");
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("↓ Workbook to fill in").ClickAsync());
        Assert.Equal("page-shown.xlsx", download.SuggestedFilename);
        await using (var stream = await download.CreateReadStreamAsync())
        {
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, Stop);
            using var package = new ExcelPackage(content);
            Assert.Equal("Name", package.Workbook.Worksheets[0].Cells[1, 2].Text);
        }

        await page.PictureAsync("definition");
        await page.Button("Use it for an upload").ClickAsync();
        await Expect(page.Zone.GetByLabel("Definition")).ToHaveValueAsync("page-shown");
        await page.Zone.GetByLabel("Definition").FocusAsync();
        await Expect(page.Page.Locator("#definition-names option[value='page-shown']")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("#definition-names option[value='page-wrong']")).ToHaveCountAsync(0);
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task A_definition_that_does_not_exist_is_named()
    {
        await using var page = await fixture.OpenAsync();

        await page.Page.GotoAsync(page.Page.Url.Split('#')[0] + "#/definitions/page-missing");

        await Expect(page.Detail.GetByText("There is no definition page-missing.")).ToBeVisibleAsync();
        Assert.Empty(page.Faults);
    }
}
