using System.Text.Json;
using Azure.Storage.Blobs;
using BatchImport.LocalHost;
using BatchImport.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace BatchImport.EndToEnd.Tests;

/// <summary>A complete host with its services, on free ports and with a separate state folder, that tests use as users do: by blobs, HTTP and mails.</summary>
public class LocalHostFixture : IAsyncLifetime
{
    private readonly string _state = Path.Combine(Path.GetTempPath(), "batchimport-e2e-" + Path.GetRandomFileName());
    private LocalHostApp? _app;
    private HostUser? _user;

    public LocalHostApp App => _app ?? throw new InvalidOperationException("The host has not started.");

    public HttpClient Http => User.Http;

    /// <summary>Everything the host and the functions logged.</summary>
    public RecordingLoggerProvider Log { get; } = new();

    /// <summary>Additional settings of the host.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    private HostUser User => _user ?? throw new InvalidOperationException("The host has not started.");

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
                TablePort = 0,
                RedisPort = 0,
                ReadEnvironment = false,
                Settings = Settings,
                Log = Log,
                ConfigureServices = Configure,
            },
            CancellationToken.None);
        _user = new HostUser(_app.Address, _app.Azurite!.ConnectionString, _app.StateFolder.Outbox);
    }

    /// <inheritdoc cref="HostUser.DropAsync"/>
    public Task<string> DropAsync(string name, byte[] content, params (string Name, string Value)[] metadata) =>
        DropAsync(name, BinaryData.FromBytes(content), metadata);

    /// <inheritdoc cref="HostUser.DropAsync"/>
    public Task<string> DropAsync(string name, BinaryData content, params (string Name, string Value)[] metadata) => User.DropAsync(name, content, metadata);

    public BlobClient Blob(string name) => User.Blob(name);

    /// <inheritdoc cref="HostUser.EndAsync"/>
    public Task<JsonElement> EndAsync(string id) => User.EndAsync(id);

    /// <inheritdoc cref="HostUser.Mails"/>
    public IReadOnlyList<MimeMessage> Mails(string id) => User.Mails(id);

    /// <inheritdoc cref="HostUser.WorkbookAsync"/>
    public Task<Dictionary<string, object?[][]>> WorkbookAsync(string id) => User.WorkbookAsync(id);

    public virtual async ValueTask DisposeAsync()
    {
        _user?.Dispose();
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

    /// <summary>The services of the functions; those of the product unless a test replaces them.</summary>
    protected virtual void Configure(IServiceCollection services, IConfiguration settings) =>
        BatchImport.Functions.FunctionServices.AddFunctionServices(services.AddBatchImport(settings));
}
