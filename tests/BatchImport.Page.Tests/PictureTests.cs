using System.Buffers.Binary;
using BatchImport.Page.Tests.Browser;
using BatchImport.Testing;
using Microsoft.Playwright;
using OfficeOpenXml;
using static Microsoft.Playwright.Assertions;

namespace BatchImport.Page.Tests;

/// <summary>
/// The pictures of the README. They are among the results of the tests; when the environment variable names a folder, they are written into it:
/// <c>BATCHIMPORT_PICTURES=docs/images dotnet test tests/BatchImport.Page.Tests --filter FullyQualifiedName~PictureTests</c>. Run alone, so that
/// no imports of other tests are in the picture.
/// </summary>
public sealed class PictureTests(PageFixture fixture)
{
    /// <summary>The environment variable that names the folder, relative to the root of the repository.</summary>
    private const string Variable = "BATCHIMPORT_PICTURES";

    private const int RowsShown = 14;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_and_the_workbook_of_the_sample()
    {
        await fixture.DefineAsync("suppliers");
        await using var page = await fixture.OpenAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 }, DeviceScaleFactor = 1.5f });
        await page.DropAsync("orders.csv", await SampleAsync("orders.csv"), "orders");
        await page.StateIsAsync("completed");
        await page.DropAsync("scan.pdf", "%PDF-1.7\n"u8.ToArray());
        await page.StateIsAsync("rejected");
        using var gate = fixture.Target.Hold("suppliers", butFirst: 60);
        await page.DropAsync("suppliers.csv", PageFixture.Csv(150, 12), "suppliers");
        await gate.ReachedAsync(Stop);
        await page.DropAsync("customers.xlsx", await SampleAsync("customers.xlsx"), "customers");
        await page.StateIsAsync("completed");
        await Expect(page.Errors.Locator("tbody tr").First).ToBeVisibleAsync();
        await Expect(page.Detail.GetByText("sent", new() { Exact = true })).ToBeVisibleAsync();
        var picture = await SaveAsync("page.png", path => page.Page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled }));
        Assert.Equal((1920, 1290), SizeOf(picture));
        Assert.Empty(page.Faults);

        using var package = new ExcelPackage(await WorkbookAsync(page));
        Assert.True(package.Workbook.Worksheets["Errors"].Dimension.End.Row > RowsShown, "The sample has too few errors for the picture.");
        var sheet = await page.Page.Context.NewPageAsync();
        await sheet.SetViewportSizeAsync(1920, 800);
        picture = await SaveAsync("workbook.png", path => SheetPicture.SaveAsync(sheet, package, "Errors", RowsShown, path));
        Assert.True(SizeOf(picture).Width > 1200);
    }

    private static Task<byte[]> SampleAsync(string name) => File.ReadAllBytesAsync(Repository.PathOf("samples", name), Stop);

    private static async Task<Stream> WorkbookAsync(WatchedPage page)
    {
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("↓ Workbook").ClickAsync());
        var content = new MemoryStream();
        await using var stream = await download.CreateReadStreamAsync();
        await stream.CopyToAsync(content, Stop);
        return content;
    }

    private static async Task<string> SaveAsync(string name, Func<string, Task> take)
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
            ? Path.Combine(Directory.CreateDirectory(Repository.PathOf(folder)).FullName, name)
            : WatchedPage.ArtifactPath(name);
        await take(path);
        return path;
    }

    // A PNG file begins with an 8-byte signature and the chunk IHDR, whose data begins with width and height, big-endian (ISO/IEC 15948).
    private static (int Width, int Height) SizeOf(string path)
    {
        var file = File.ReadAllBytes(path).AsSpan();
        return (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));
    }
}
