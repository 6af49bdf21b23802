using System.Globalization;
using BatchImport.Page.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BatchImport.Page.Tests;

/// <summary>Many rows: the elements and requests of the page do not grow with them. The tests assert counts, never durations.</summary>
public sealed class ManyRowsTests(PageFixture fixture)
{
    // The list, the import, its errors and its instances.
    private const int RequestsOfAnUpdate = 4;

    // Everything except the list of imports, which other tests fill, and the table of errors; and the elements of one of its rows: a row, three cells
    // and their texts.
    private const int ElementsOfThePage = 400;
    private const int ElementsOfARow = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_of_50000_rows_costs_the_page_no_more_than_a_small_one()
    {
        const int Rows = 50_000;
        await using var page = await fixture.OpenAsync();
        await page.Page.EvaluateAsync(
            """
            () => {
              window.most = 0;
              const count = () => window.most = Math.max(window.most, document.querySelectorAll('*').length - document.querySelectorAll('#imports *').length);
              new MutationObserver(count).observe(document, { childList: true, subtree: true });
            }
            """);
        var (requests, updates) = (0, 0);
        page.Page.Request += (_, request) =>
        {
            _ = request.Url.Contains("/api/imports", StringComparison.Ordinal) && request.Method == "GET" ? Interlocked.Increment(ref requests) : 0;
            _ = request.Url.Contains("/api/imports?", StringComparison.Ordinal) ? Interlocked.Increment(ref updates) : 0;
        };

        await fixture.PutDefinitionAsync("many", """{ "name": "many", "columns": [ { "name": "Id", "type": "integer" }, { "name": "Name" } ] }""");
        await page.DropAsync("many.csv", PageFixture.Csv(Rows, [.. Enumerable.Range(1, Rows / 10).Select(each => each * 10)]), "many");
        await page.StateIsAsync("completed");
        await Expect(page.Number("Errors")).ToHaveTextAsync("5,000");
        await Expect(page.Errors.Locator("tbody tr")).ToHaveCountAsync(100);
        await Expect(page.Errors.GetByText("The first 100 of 5,000.")).ToBeVisibleAsync();
        await page.PictureAsync("many-rows");

        var most = await page.Page.EvaluateAsync<int>("window.most");
        Assert.InRange(most, 1, ElementsOfThePage + (100 * ElementsOfARow));
        Assert.InRange(requests, 1, (updates + 1) * RequestsOfAnUpdate);

        for (var shown = 200; shown <= 2_000; shown += 100)
        {
            await page.Errors.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
            await Expect(page.Errors.Locator("tbody tr")).ToHaveCountAsync(shown);
        }

        await Expect(page.Errors.GetByText("The first 2,000; the workbook contains all of them.")).ToBeVisibleAsync();
        Assert.InRange(await page.Page.EvaluateAsync<int>("window.most"), 1, ElementsOfThePage + (2_000 * ElementsOfARow));
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Two_imports_are_shown_side_by_side_and_one_chosen_of_them_in_detail()
    {
        const int Rows = 15;
        await fixture.DefineAsync("first");
        await fixture.DefineAsync("second");
        using var first = fixture.Target.Hold("first", butFirst: 5);
        using var second = fixture.Target.Hold("second", butFirst: 10);
        await using var page = await fixture.OpenAsync();

        var id = await page.DropAsync("first.csv", PageFixture.Csv(Rows), "first");
        await page.DropAsync("second.csv", PageFixture.Csv(Rows), "second");
        await first.ReachedAsync(Stop);
        await second.ReachedAsync(Stop);
        await Expect(page.Item("first.csv").Locator(".facts")).ToContainTextAsync("5 of 15 rows");
        await Expect(page.Item("second.csv").Locator(".facts")).ToContainTextAsync("10 of 15 rows");
        await Expect(page.Item("second.csv").GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("aria-valuenow", "66");
        await page.PictureAsync("two-imports");

        await page.Item("first.csv").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Detail.Locator($"[data-id='{id}']")).ToBeVisibleAsync();
        await Expect(page.Number("Rows done")).ToHaveTextAsync("5 of 15");
        await Expect(page.Item("first.csv").GetByRole(AriaRole.Link)).ToHaveAttributeAsync("aria-current", "true");

        second.Open();
        await Expect(page.Item("second.csv").Locator(".state")).ToHaveTextAsync("completed");
        await page.StateIsAsync("processing");
        first.Open();
        await page.StateIsAsync("completed");
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Errors_are_filtered_by_column_and_reason()
    {
        await fixture.PutDefinitionAsync(
            "filtered", """{ "name": "filtered", "columns": [ { "name": "Id", "type": "integer" }, { "name": "Name", "maxLength": 8 } ] }""");
        await using var page = await fixture.OpenAsync();
        var rows = string.Join('\n', Enumerable.Range(1, 40).Select(id => string.Create(CultureInfo.InvariantCulture, $"{(id % 4 == 0 ? "none" : id)},{(id % 10 == 0 ? "too long a name" : "Ada")}")));
        await page.DropAsync("filtered.csv", System.Text.Encoding.UTF8.GetBytes($"Id,Name\n{rows}\n"), "filtered");
        await page.StateIsAsync("completed");
        var found = page.Errors.Locator("tbody tr");
        await Expect(found).ToHaveCountAsync(12);

        var filter = page.Errors.GetByLabel("Filter");
        await filter.FillAsync("Name");
        await Expect(found).ToHaveCountAsync(4);
        await filter.FillAsync("whole number");
        await Expect(found).ToHaveCountAsync(10);
        await filter.FillAsync("nothing like this");
        await Expect(found).ToHaveCountAsync(0);
        await Expect(page.Errors.GetByText("No errors match the filter.")).ToBeVisibleAsync();
        await filter.FillAsync("");
        await Expect(found).ToHaveCountAsync(12);
        Assert.Empty(page.Faults);
    }
}
