using System.Globalization;
using System.Text;
using Azure.Storage.Blobs;
using BatchImport.Staging;
using BatchImport.Testing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BatchImport.Page.Tests.Browser.PageFixture))]

// One host, one browser and two processors: tests in parallel would only wait for each other.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]

namespace BatchImport.Page.Tests.Browser;

/// <summary>A host in a separate process, a headless browser, and a service that receives rows; all tests share them.</summary>
public sealed class PageFixture : IAsyncLifetime
{
    // Rows that wait in the target must not time out while a test does something else.
    private const int TargetPatience = 300;

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private HeldTarget? _target;

    /// <summary>The host.</summary>
    public HostProcess Host { get; } = new();

    /// <summary>The service that receives the rows of the definitions of <see cref="DefineAsync"/>.</summary>
    public HeldTarget Target => _target ?? throw new InvalidOperationException("The target has not started.");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        var browser = BrowserFinder.Find();
        _target = await HeldTarget.StartAsync();
        Host.Environment["Targets__AllowedHosts"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_target.Port} private http");
        await Host.StartAsync(CancellationToken.None);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = browser });
    }

    /// <summary>Opens the page in a fresh profile.</summary>
    /// <param name="options">The options of the profile; null for a desktop in light mode.</param>
    internal async Task<WatchedPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions { ViewportSize = new() { Width = 1280, Height = 900 } };
        options.ColorScheme ??= ColorScheme.Light;
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(90_000);
        var page = new WatchedPage(await context.NewPageAsync());
        await page.Page.GotoAsync(Host.Address.ToString());
        await Assertions.Expect(page.Link).ToHaveTextAsync("live");
        return page;
    }

    /// <summary>Creates a definition with the columns Id and Name, Id being a whole number, whose rows are sent to <see cref="Target"/>.</summary>
    /// <remarks>One row of a slice at a time: otherwise all rows would be in progress before a command arrives.</remarks>
    /// <param name="name">The definition's name, and the gate of the target.</param>
    public Task DefineAsync(string name) => PutDefinitionAsync(name, string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "name": "{{name}}",
          "columns": [ { "name": "Id", "type": "integer", "required": true }, { "name": "Name" } ],
          "target": {
            "rowsInFlight": 1,
            "type": "http", "url": "http://127.0.0.1:{{Target.Port}}/{{name}}/{Id}", "timeoutSeconds": {{TargetPatience}}, "attempts": 1, "breaker": false
          }
        }
        """));

    /// <summary>Stores a definition.</summary>
    public async Task PutDefinitionAsync(string name, string json)
    {
        var container = new BlobServiceClient(Host.StorageConnectionString).GetBlobContainerClient(StorageContainers.DefinitionsName);
        await container.CreateIfNotExistsAsync(cancellationToken: Stop);
        await container.GetBlobClient($"{name}.json").UploadAsync(BinaryData.FromString(json), overwrite: true, Stop);
    }

    /// <summary>The files of the mails about an import.</summary>
    public IReadOnlyList<string> Mails(string id) => Directory.GetFiles(Path.Combine(Host.StateFolder, "outbox"), $"{id}*.eml");

    /// <summary>A file with the columns Id and Name; the given ids are not numbers.</summary>
    public static byte[] Csv(int rows, params IReadOnlyCollection<int> wrong) => Encoding.UTF8.GetBytes(
        "Id,Name\n" + string.Concat(Enumerable.Range(1, rows).Select(id => string.Create(CultureInfo.InvariantCulture, $"{(wrong.Contains(id) ? "no number " : "")}{id},Name {id}\n"))));

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await File.WriteAllTextAsync(WatchedPage.ArtifactPath("host.log"), Host.Output);
        await Host.DisposeAsync();
        if (_target is not null)
        {
            await _target.DisposeAsync();
        }
    }
}
