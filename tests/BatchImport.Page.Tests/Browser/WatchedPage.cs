using System.Collections.Concurrent;
using BatchImport.Testing;
using Microsoft.Playwright;

namespace BatchImport.Page.Tests.Browser;

/// <summary>The page in a browser, accessed by its visible content. Records what a correct page never has: dialogs, faults, refused content.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _faults = new();

    public WatchedPage(IPage page)
    {
        Page = page;
        page.PageError += (_, fault) => _faults.Enqueue(fault);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _faults.Enqueue(message.Text);
            }
        };
        page.Dialog += async (_, dialog) =>
        {
            _faults.Enqueue($"a dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>All faults of the page.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public ILocator Link => Page.Locator("#link");

    public ILocator Zone => Page.Locator("#drop");

    public ILocator Note => Page.Locator("#drop-note");

    public ILocator List => Page.Locator("#imports");

    public ILocator Detail => Page.Locator("#detail");

    public ILocator State => Detail.Locator(".state").First;

    /// <summary>One of the import's numbers, by its title.</summary>
    public ILocator Number(string title) => Detail.Locator(".stats > div").Filter(new() { Has = Page.GetByText(title, new() { Exact = true }) }).Locator("dd");

    public ILocator Errors => Detail.GetByRole(AriaRole.Region, new() { Name = "Errors", Exact = true });

    /// <summary>A button of the import that is shown, by its text.</summary>
    public ILocator Button(string text) => Detail.GetByRole(AriaRole.Button, new() { Name = text, Exact = true });

    /// <summary>The import in the list, by its file's name.</summary>
    public ILocator Item(string fileName) => List.GetByRole(AriaRole.Listitem).Filter(new() { Has = Page.GetByText(fileName, new() { Exact = true }) });

    /// <summary>Drops a file into the drop zone. Returns when its import is shown, with the import's id.</summary>
    public async Task<string> DropAsync(string name, byte[] content, string? definition = null)
    {
        await Zone.GetByLabel("Owner").FillAsync("ada@example.com");
        await Zone.GetByLabel("Definition").FillAsync(definition ?? "");
        await using var files = await Page.EvaluateHandleAsync(
            """
            ([name, base64]) => {
              const files = new DataTransfer();
              files.items.add(new File([Uint8Array.from(atob(base64), each => each.charCodeAt(0))], name));
              return files;
            }
            """,
            new[] { name, Convert.ToBase64String(content) });
        var answer = await Page.RunAndWaitForResponseAsync(
            async () =>
            {
                await Zone.DispatchEventAsync("dragover", new { dataTransfer = files });
                await Zone.DispatchEventAsync("drop", new { dataTransfer = files });
            },
            response => response.Request.Method == "POST" && response.Url.EndsWith("/api/imports", StringComparison.Ordinal));
        Assert.Equal(202, answer.Status);
        var id = (await answer.JsonAsync())!.Value.GetProperty("id").GetString()!;
        await Assertions.Expect(Detail.Locator($"[data-id='{id}']")).ToBeVisibleAsync();
        await Assertions.Expect(Detail.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(name);
        return id;
    }

    /// <summary>The path of a file among the tests' results.</summary>
    public static string ArtifactPath(string name) =>
        Path.Combine(Directory.CreateDirectory(Repository.PathOf("TestResults", "page")).FullName, name);

    /// <summary>Waits until the import that is shown is in a state.</summary>
    public Task StateIsAsync(string state) => Assertions.Expect(State).ToHaveTextAsync(state);

    /// <summary>Stores a picture of the page among the tests' results.</summary>
    public Task PictureAsync(string name, bool isWhole = true) => Page.ScreenshotAsync(new()
    {
        Path = ArtifactPath($"{name}.png"),
        FullPage = isWhole,
        Animations = ScreenshotAnimations.Disabled,
    });

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
