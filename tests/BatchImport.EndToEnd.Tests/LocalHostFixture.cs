using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchImport.Imports;
using BatchImport.LocalHost;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using OfficeOpenXml;

namespace BatchImport.EndToEnd.Tests;

/// <summary>A whole host with its services, on free ports and with a state folder of its own, that tests use as its users do: by blobs, HTTP and mails.</summary>
public class LocalHostFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _state = Path.Combine(Path.GetTempPath(), "batchimport-e2e-" + Path.GetRandomFileName());
    private LocalHostApp? _app;

    public LocalHostApp App => _app ?? throw new InvalidOperationException("The host has not started.");

    public HttpClient Http { get; } = new();

    /// <summary>Everything the host and the functions logged.</summary>
    public RecordingLoggerProvider Log { get; } = new();

    /// <summary>Settings besides the host's own.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        _app = await LocalHostApp.StartAsync(
            new LocalHostOptions
            {
                StateFolder = _state,
                AzuriteInstallFolder = AzuriteServer.SharedInstallFolder,
                Port = 0,
                BlobPort = 0,
                QueuePort = 0,
                RedisPort = 0,
                ReadEnvironment = false,
                Settings = Settings,
                Log = Log,
                ConfigureServices = Configure,
            },
            CancellationToken.None);
        Http.BaseAddress = _app.Address;
    }

    /// <summary>Drops a file as any storage client does.</summary>
    /// <returns>The import's id.</returns>
    public Task<string> DropAsync(string name, byte[] content, params (string Name, string Value)[] metadata) =>
        DropAsync(name, BinaryData.FromBytes(content), metadata);

    public async Task<string> DropAsync(string name, BinaryData content, params (string Name, string Value)[] metadata)
    {
        var options = new BlobUploadOptions { Metadata = metadata.ToDictionary(each => each.Name, each => each.Value, StringComparer.Ordinal) };
        BlobContentInfo written = await Blob(name).UploadAsync(content, options, Stop);
        return ImportId.For(StorageContainers.ImportsName, name, written.ETag.ToString());
    }

    public BlobClient Blob(string name) =>
        new BlobServiceClient(App.Azurite!.ConnectionString).GetBlobContainerClient(StorageContainers.ImportsName).GetBlobClient(name);

    /// <summary>Waits until an import is over.</summary>
    /// <returns>How it stands, as the endpoint shows it.</returns>
    public async Task<JsonElement> EndAsync(string id)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var response = await Http.GetAsync($"api/imports/{id}", Stop);
            if (response.IsSuccessStatusCode)
            {
                var import = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop));
                if (import.GetProperty("isFinal").GetBoolean() && import.TryGetProperty("finishedAt", out _))
                {
                    return import;
                }
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"Import {id} did not end within {Patience.TotalSeconds} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), Stop);
        }
    }

    /// <summary>The mails about an import.</summary>
    public IReadOnlyList<MimeMessage> Mails(string id) =>
        [.. Directory.EnumerateFiles(App.StateFolder.Outbox, $"{id}*.eml").Select(file => MimeMessage.Load(file))];

    /// <summary>The workbook's sheets, fetched as a page would: rows of values, the header first.</summary>
    public async Task<Dictionary<string, object?[][]>> WorkbookAsync(string id)
    {
        using var package = new ExcelPackage(new MemoryStream(await Http.GetByteArrayAsync(new Uri($"api/imports/{id}/workbook", UriKind.Relative), Stop)));
        return package.Workbook.Worksheets.ToDictionary(sheet => sheet.Name, Values, StringComparer.Ordinal);
    }

    public virtual async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (Directory.Exists(_state))
        {
            Directory.Delete(_state, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>What the functions are made of; the same as outside tests unless a test says otherwise.</summary>
    protected virtual void Configure(IServiceCollection services, IConfiguration settings) =>
        BatchImport.Functions.FunctionServices.AddFunctionServices(services.AddBatchImport(settings));

    private static object?[][] Values(ExcelWorksheet sheet)
    {
        var end = sheet.Dimension.End;
        return [.. Enumerable.Range(1, end.Row).Select(row => Enumerable.Range(1, end.Column).Select(column => sheet.Cells[row, column].Value).ToArray())];
    }
}
