using System.Globalization;
using System.Text.RegularExpressions;
using BatchImport.Page.Tests.Browser;
using BatchImport.Testing;
using Microsoft.Playwright;
using OfficeOpenXml;
using static Microsoft.Playwright.Assertions;

namespace BatchImport.Page.Tests;

/// <summary>Imports on the page, from the dropped file to the workbook.</summary>
public sealed class ImportTests(PageFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_is_watched_from_the_drop_to_the_download_of_its_workbook()
    {
        const int Rows = 120;
        await fixture.DefineAsync("watched");
        using var gate = fixture.Target.Hold("watched", butFirst: 40);
        await using var page = await fixture.OpenAsync();

        await page.DropAsync("people.csv", PageFixture.Csv(Rows, 7, 70), "watched");
        await gate.ReachedAsync(Stop);
        await page.StateIsAsync("processing");
        await Expect(page.Number("Rows done")).ToContainTextAsync($"of {Rows}");
        await Expect(page.Item("people.csv").GetByText("ada@example.com")).ToBeVisibleAsync();
        await Expect(page.Number("Active lanes")).ToHaveTextAsync("1 of 1");
        await page.PictureAsync("import-under-way");

        gate.Open();
        await page.StateIsAsync("completed");
        await Expect(page.Number("Rows done")).ToHaveTextAsync($"{Rows} of {Rows}");
        await Expect(page.Number("Succeeded")).ToHaveTextAsync("118");
        await Expect(page.Number("Errors")).ToHaveTextAsync("2");
        await Expect(page.Item("people.csv").Locator(".state")).ToHaveTextAsync("completed");
        await Expect(page.Errors.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Detail.GetByText("sent", new() { Exact = true })).ToBeVisibleAsync();
        await page.PictureAsync("import-completed");

        var workbook = await DownloadAsync(page, "Workbook");
        Assert.Equal("people-result.xlsx", workbook.Name);
        using var package = new ExcelPackage(new MemoryStream(workbook.Content));
        Assert.Equal(Enumerable.Range(1, Rows).Except([7, 70]), Ids(package, "Success").Select(int.Parse));
        Assert.Equal(["no number 7", "no number 70"], Ids(package, "Errors"));
        var original = await DownloadAsync(page, "Original");
        Assert.Equal("people.csv", original.Name);
        Assert.Equal(PageFixture.Csv(Rows, 7, 70), original.Content);
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task The_target_that_an_import_waits_for_is_shown_until_it_answers()
    {
        const int Rows = 20;
        await fixture.PutDefinitionAsync("away", string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "name": "away", "columns": [ { "name": "Id" }, { "name": "Name" } ],
              "target": { "type": "http", "url": "http://127.0.0.1:{{fixture.Target.Port}}/away/{Id}", "attempts": 1, "breaker": { "failures": 2, "pauseSeconds": 1 } }
            }
            """));
        using var gate = fixture.Target.Refuse("away");
        await using var page = await fixture.OpenAsync();

        await page.DropAsync("away.csv", PageFixture.Csv(Rows), "away");

        var reason = new Regex($@"target 127\.0\.0\.1:{fixture.Target.Port} has not answered since .* \(503\)", RegexOptions.None, TimeSpan.FromSeconds(1));
        await Expect(page.Detail.Locator(".waiting")).ToHaveTextAsync(reason);
        await Expect(page.Item("away.csv").Locator(".facts")).ToContainTextAsync("has not answered since");
        await page.PictureAsync("waiting");

        gate.Open();
        await page.StateIsAsync("completed");
        await Expect(page.Detail.Locator(".waiting")).ToBeHiddenAsync();
        await Expect(page.Number("Rows done")).ToHaveTextAsync($"{Rows} of {Rows}");
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task The_same_file_is_imported_again_only_when_that_is_chosen()
    {
        await using var page = await fixture.OpenAsync();
        var first = await page.DropAsync("twice.csv", PageFixture.Csv(3));
        await page.StateIsAsync("completed");

        await page.DropAsync("twice.csv", PageFixture.Csv(3));
        await page.StateIsAsync("rejected");
        await Expect(page.Detail.GetByText(first)).ToBeVisibleAsync();

        await page.Zone.GetByLabel("Import it even if the same file was imported before").CheckAsync();
        await page.DropAsync("twice.csv", PageFixture.Csv(3));
        await page.StateIsAsync("completed");
        await Expect(page.Zone.GetByLabel("Import it even if the same file was imported before")).Not.ToBeCheckedAsync();
        Assert.Empty(page.Faults);
    }

    private static async Task<(string Name, byte[] Content)> DownloadAsync(WatchedPage page, string what)
    {
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button($"↓ {what}").ClickAsync());
        using var content = new MemoryStream();
        await using var stream = await download.CreateReadStreamAsync();
        await stream.CopyToAsync(content, Stop);
        return (download.SuggestedFilename, content.ToArray());
    }

    private static IEnumerable<string> Ids(ExcelPackage package, string sheet)
    {
        var cells = package.Workbook.Worksheets[sheet].Cells;
        return Enumerable.Range(2, package.Workbook.Worksheets[sheet].Dimension.End.Row - 1).Select(row => cells[row, 1].Text);
    }
}
