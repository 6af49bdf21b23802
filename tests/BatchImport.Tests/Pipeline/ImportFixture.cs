using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Results;
using BatchImport.Staging;
using BatchImport.Testing;
using BatchImport.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;
using OfficeOpenXml;

namespace BatchImport.Tests.Pipeline;

/// <summary>
/// The whole library over real servers, and a stand-in for the run that calls its steps in order. Files and definitions go into separate
/// containers, so that fixtures do not affect each other.
/// </summary>
internal sealed class ImportFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batchimport-test-").FullName;
    private readonly BlobServiceClient _blobs;
    private readonly ServiceProvider _services;
    private readonly string _container = "imports-" + Path.GetRandomFileName().Replace('.', '0');

    private ImportFixture(AzuriteServer azurite, RedisServer redis, Action<IServiceCollection>? configure, IDictionary<string, string?>? settings)
    {
        _blobs = new BlobServiceClient(azurite.ConnectionString);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
            {
                ["Redis:ConnectionString"] = redis.ConnectionString,
                ["Mail:Sender"] = "Outbox",
                ["Mail:From"] = "imports@example.com",
                ["Mail:Outbox:Folder"] = _folder,
            })
            .AddInMemoryCollection(settings)
            .Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(Log)).AddBatchImport(configuration);
        services.AddSingleton<IDefinitionCatalog>(provider => new BlobDefinitionCatalog(
            Definitions, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<BlobDefinitionCatalog>>()));
        services.AddSingleton<IImportPaths>(new Paths());
        services.AddSingleton<IStorageAccount>(new Account(azurite.ConnectionString));
        configure?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private BlobContainerClient Definitions => _blobs.GetBlobContainerClient(_container + "-definitions");

    public IImportSteps Steps => Get<IImportSteps>();

    /// <summary>All logged messages.</summary>
    public RecordingLoggerProvider Log { get; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ImportFixture> CreateAsync(
        AzuriteServer azurite, RedisServer redis, Action<IServiceCollection>? configure = null, IDictionary<string, string?>? settings = null)
    {
        var fixture = new ImportFixture(azurite, redis, configure, settings);
        foreach (var container in (string[])[StorageContainers.StagingName, StorageContainers.ResultsName, fixture.Definitions.Name, fixture._container])
        {
            await fixture._blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: Stop);
        }

        return fixture;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public BlobClient Blob(string name) => _blobs.GetBlobContainerClient(_container).GetBlobClient(name);

    public AppendBlobClient AppendBlob(string name) => _blobs.GetBlobContainerClient(_container).GetAppendBlobClient(name);

    /// <summary>A file of the columns No, from 1, and Name.</summary>
    public static string Numbers(int rows) =>
        new StringBuilder("No,Name\n").AppendJoin("", Enumerable.Range(1, rows).Select(number => $"{number},name {number}\n")).ToString();

    /// <summary>Stores a definition, for this fixture only.</summary>
    public Task DefineAsync(string name, string json) =>
        Definitions.GetBlobClient(name + ".json").UploadAsync(BinaryData.FromString(json), overwrite: true, Stop);

    public Task<ImportRequest> DropAsync(string name, string text, params (string Name, string Value)[] metadata) =>
        DropAsync(name, Encoding.UTF8.GetBytes(text), metadata);

    /// <summary>Drops a file and registers it, as the trigger does.</summary>
    public async Task<ImportRequest> DropAsync(string name, byte[] content, params (string Name, string Value)[] metadata)
    {
        var options = new BlobUploadOptions { Metadata = metadata.ToDictionary(each => each.Name, each => each.Value, StringComparer.OrdinalIgnoreCase) };
        await Blob(name).UploadAsync(BinaryData.FromBytes(content), options, Stop);
        var files = Get<IDroppedFiles>();
        var request = await files.LookAsync(Blob(name), Stop) ?? throw new InvalidOperationException($"{name} is not there.");
        await files.AcceptAsync(request, Stop);
        return request;
    }

    /// <summary>Processes the given pages, or all.</summary>
    public async Task ProcessAsync(ImportRequest request, StagedImport staged, IEnumerable<int>? pages = null)
    {
        foreach (var page in pages ?? Enumerable.Range(0, staged.Pages))
        {
            var rows = Math.Min(RowPage.Size, staged.Rows - (page * RowPage.Size));
            await Parallel.ForEachAsync(
                RowSlice.Split(request.BatchId, page, rows, staged.SliceRows), Stop, async (slice, stop) => await Steps.ProcessAsync(slice, stop));
        }
    }

    /// <summary>Runs an import to its end, with the given number of calls of every step.</summary>
    public async Task<ImportProgress> RunAsync(ImportRequest request, int times = 1)
    {
        var id = request.BatchId;
        var staged = await RepeatAsync(times, () => Steps.StageAsync(id, Stop));
        if (!staged.IsRejected)
        {
            for (var time = 0; time < times; time++)
            {
                await ProcessAsync(request, staged);
            }

            Assert.Empty(await RepeatAsync(times, () => Steps.FindIncompletePagesAsync(id, Stop)));
            Assert.True(await RepeatAsync(times, () => Steps.ComposeAsync(id, Stop)));
        }

        return await EndAsync(request, times);
    }

    /// <summary>Mails and finishes.</summary>
    public async Task<ImportProgress> EndAsync(ImportRequest request, int times = 1)
    {
        var mailed = await RepeatAsync(times, () => Steps.SendAsync(request.BatchId, Stop));
        await RepeatAsync(times, () => Steps.FinishAsync(request.BatchId, mailed, Stop));
        return await Steps.FindAsync(request.BatchId, Stop) ?? throw new InvalidOperationException("The import is not known.");
    }

    public MimeMessage[] Mails() => [.. Directory.EnumerateFiles(_folder, "*.eml").Select(file => MimeMessage.Load(file))];

    /// <summary>A stored workbook's bytes.</summary>
    public async Task<byte[]> WorkbookBytesAsync(ImportRequest request)
    {
        var blob = _blobs.GetBlobContainerClient(StorageContainers.ResultsName).GetBlobClient(request.BatchId + ".xlsx");
        return (await blob.DownloadContentAsync(Stop)).Value.Content.ToArray();
    }

    /// <summary>A stored workbook's sheets: rows of values, the header first.</summary>
    public async Task<Dictionary<string, object?[][]>> WorkbookAsync(ImportRequest request)
    {
        using var package = new ExcelPackage(new MemoryStream(await WorkbookBytesAsync(request)));
        return package.Workbook.Worksheets.ToDictionary(sheet => sheet.Name, Values, StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static object?[][] Values(ExcelWorksheet sheet)
    {
        var end = sheet.Dimension.End;
        return [.. Enumerable.Range(1, end.Row).Select(row => Enumerable.Range(1, end.Column).Select(column => sheet.Cells[row, column].Value).ToArray())];
    }

    private static async Task<T> RepeatAsync<T>(int times, Func<Task<T>> step)
    {
        var last = await step();
        for (var time = 1; time < times; time++)
        {
            last = await step();
        }

        return last;
    }

    private sealed class Paths : IImportPaths
    {
        public string Status(string batchId) => $"imports/{batchId}";

        public string Workbook(string batchId) => $"{Status(batchId)}/workbook";
    }

    private sealed class Account(string connectionString) : IStorageAccount
    {
        public BlobServiceClient OpenBlobs(BlobClientOptions options) => new(connectionString, options);
    }
}
