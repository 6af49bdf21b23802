using System.Globalization;
using Azure.Storage.Blobs;
using BatchImport.EndToEnd.Tests;
using BatchImport.FunctionApp.Tests;
using BatchImport.Staging;
using BatchImport.Testing;

[assembly: AssemblyFixture(typeof(AppFixture))]

namespace BatchImport.FunctionApp.Tests;

/// <summary>The function app on an empty storage account and an empty Redis, used as users do: by blobs, HTTP and mails.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    /// <summary>The largest upload in bytes that this app accepts.</summary>
    public const int UploadLimit = 256 * 1024;

    private readonly AzuriteServer _azurite = new();
    private readonly RedisServer _redis = new();
    private readonly string _outbox = Path.Combine(Path.GetTempPath(), "batchimport-app-" + Path.GetRandomFileName());
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private HeldTarget? _target;
    private AppProcess? _app;
    private HostUser? _user;

    /// <summary>A service that receives rows.</summary>
    public HeldTarget Target => _target ?? throw NotStarted();

    /// <summary>A user of the app.</summary>
    public HostUser User => _user ?? throw NotStarted();

    /// <summary>A client that does not follow redirections.</summary>
    public HttpClient Client => _client;

    /// <summary>The Redis server.</summary>
    public RedisServer Redis => _redis;

    /// <summary>The folder of the mails.</summary>
    public string Outbox => _outbox;

    /// <summary>The connection string for storage clients.</summary>
    public string Storage => _azurite.ConnectionString;

    /// <summary>The app's process.</summary>
    internal AppProcess App => _app ?? throw NotStarted();

    /// <summary>The settings of an app on this storage account.</summary>
    /// <param name="redis">The connection string for Redis clients.</param>
    /// <param name="hub">The name of the task hub.</param>
    public Dictionary<string, string> Settings(string redis, string hub) => new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = Storage,
        ["AzureFunctionsJobHost__extensions__durableTask__hubName"] = hub,
        ["Redis__ConnectionString"] = redis,
        ["Import__RetryAttempts"] = "2",
        ["Import__RetryFirstWait"] = "00:00:00.100",
        ["Import__UploadLimitBytes"] = UploadLimit.ToString(CultureInfo.InvariantCulture),
        ["Mail__Sender"] = "Outbox",
        ["Mail__From"] = "imports@example.com",
        ["Mail__FromName"] = "BatchImport",
        ["Mail__Outbox__Folder"] = _outbox,
        ["Targets__AllowedHosts"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Target.Port} private http"),
        ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = long.MaxValue.ToString(CultureInfo.InvariantCulture),
        ["DOTNET_TieredPGO"] = "0",
    };

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_outbox);
        _target = await HeldTarget.StartAsync();
        _app = await AppProcess.StartAsync(Settings(_redis.ConnectionString, "BatchImport"));
        _client.BaseAddress = _app.Address;
        _user = new HostUser(_app.Address, Storage, _outbox);

        // The app has created the container.
        await new BlobServiceClient(Storage).GetBlobContainerClient(StorageContainers.DefinitionsName).GetBlobClient("customers.json")
            .UploadAsync(Repository.PathOf("samples", "customers.json"));
    }

    public async ValueTask DisposeAsync()
    {
        _user?.Dispose();
        _client.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_target is not null)
        {
            await _target.DisposeAsync();
        }

        await _redis.DisposeAsync();
        await _azurite.DisposeAsync();
        Directory.Delete(_outbox, recursive: true);
    }

    private static InvalidOperationException NotStarted() => new("The function app has not started.");
}
