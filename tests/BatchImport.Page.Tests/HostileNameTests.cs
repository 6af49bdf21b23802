using System.Text;
using BatchImport.Page.Tests.Browser;
using Microsoft.Playwright;
using OfficeOpenXml;
using static Microsoft.Playwright.Assertions;

namespace BatchImport.Page.Tests;

/// <summary>Names and cells that would be markup if the page interpreted them.</summary>
public sealed class HostileNameTests(PageFixture fixture)
{
    private const string Name = "<img src=x onerror=alert(1)>.xlsx";
    private const string Column = "<script>alert(2)</script>";
    private const string Cell = "<svg onload=alert(3)>";

    [Fact]
    public async Task Names_headers_and_cells_are_shown_as_the_text_they_are()
    {
        await fixture.PutDefinitionAsync("hostile", $$"""{ "name": "hostile", "columns": [ { "name": "{{Column}}", "type": "integer", "required": true } ] }""");
        await using var page = await fixture.OpenAsync();

        await page.DropAsync(Name, Workbook(), "hostile");
        await page.StateIsAsync("completed");

        await Expect(page.Item(Name)).ToBeVisibleAsync();
        await Expect(page.Note).ToHaveTextAsync($"{Name} is uploaded.");
        var error = page.Errors.Locator("tbody tr");
        await Expect(error.Locator("td").Nth(1)).ToHaveTextAsync(Column);
        await Expect(error.Locator("td").Nth(2)).ToContainTextAsync(Cell);
        await page.PictureAsync("hostile-name");
        var strangers = await page.Page.Locator("img:not(.top img), script:not(head script), [onerror], [onload]").CountAsync();
        Assert.Equal(0, strangers);
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task A_file_that_cannot_be_imported_is_told_with_its_reason()
    {
        await using var page = await fixture.OpenAsync();

        await page.DropAsync("photo.xlsx", Encoding.UTF8.GetBytes("\u0089PNG\0\0\0 is not a spreadsheet\0"));

        await page.StateIsAsync("rejected");
        await Expect(page.Detail.Locator(".problem")).ToBeVisibleAsync();
        await page.PictureAsync("rejected");
        Assert.Empty(page.Faults);
    }

    private static byte[] Workbook()
    {
        using var package = new ExcelPackage();
        var sheet = package.Workbook.Worksheets.Add("Sheet");
        sheet.Cells[1, 1].Value = Column;
        sheet.Cells[2, 1].Value = 1;
        sheet.Cells[3, 1].Value = Cell;
        return package.GetAsByteArray();
    }
}
