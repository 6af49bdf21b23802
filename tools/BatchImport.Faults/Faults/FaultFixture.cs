using Azure.Storage.Blobs;
using BatchImport.Faults.Imports;
using BatchImport.LocalHost.Services;
using BatchImport.Staging;
using BatchImport.Testing;

namespace BatchImport.Faults.Faults;

/// <summary>
/// The subject of the faults: a host in a separate process with its Azurite and its Redis-compatible server, and an SMTP server that counts
/// the mails. One host serves many tries, as it would in production.
/// </summary>
internal sealed class FaultFixture : IAsyncDisposable
{
    /// <summary>The program whose command <c>serve</c> is the host.</summary>
    public const string Program = "BatchImport.Faults";

    /// <summary>An address for the result mails.</summary>
    public const string Owner = "ada@example.com";

    /// <summary>The host's settings, unless a fault requires others.</summary>
    public static readonly IReadOnlyDictionary<string, string> UsualSettings = new Dictionary<string, string>(StringComparer.Ordinal);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private IReadOnlyDictionary<string, string> _settings = UsualSettings;
    private FaultDatabase? _database;
    private bool _isUp;

    private FaultFixture(string? stateFolder)
    {
        Host = new HostProcess(stateFolder) { Program = Program };
        Moments = new ImportMoments(this);
        Files = new FaultFiles(this);
        Imports = new FaultImports(this);
    }

    /// <summary>The host.</summary>
    public HostProcess Host { get; }

    /// <summary>Receives the mails unless the host's settings name another service.</summary>
    public SmtpServer Smtp { get; } = new();

    /// <summary>Simulates SendGrid for faults of the mail service.</summary>
    public SendGridService SendGrid { get; private set; } = null!;

    /// <summary>Reads from Redis.</summary>
    public ImportProbe Probe { get; private set; } = null!;

    /// <summary>Waits for moments of imports.</summary>
    public ImportMoments Moments { get; }

    /// <summary>Drops and changes files.</summary>
    public FaultFiles Files { get; }

    /// <summary>The imports of the files.</summary>
    public FaultImports Imports { get; }

    /// <summary>Calls the host.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>The host's storage account.</summary>
    public BlobServiceClient Blobs => new(Host.StorageConnectionString);

    /// <summary>Starts the host and its services.</summary>
    /// <param name="stateFolder">The host's state folder; null for a temporary one.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<FaultFixture> StartAsync(string? stateFolder, CancellationToken cancellationToken)
    {
        var fixture = new FaultFixture(stateFolder);
        fixture.SendGrid = await SendGridService.StartAsync(cancellationToken);
        fixture.Probe = new ImportProbe(fixture.Host.RedisConnectionString);
        return fixture;
    }

    /// <summary>Ensures that a host with these settings serves. One with other settings is killed: its services are taken over.</summary>
    public async Task UseAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        if (_isUp && ReferenceEquals(settings, _settings))
        {
            return;
        }

        Host.Kill();
        _settings = settings;
        Host.Environment.Clear();
        foreach (var (name, value) in Defaults().Concat(settings))
        {
            Host.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        await ReturnAsync(cancellationToken);
        await Blobs.GetBlobContainerClient(StorageContainers.DefinitionsName).GetBlobClient(FaultFile.DefinitionName + ".json")
            .UploadAsync(BinaryData.FromString(FaultFile.Definition), overwrite: true, cancellationToken);
    }

    /// <summary>Makes sure that the database runs, and a host whose rows can go to it.</summary>
    public async Task<FaultDatabase> UseDatabaseAsync(CancellationToken cancellationToken)
    {
        _database ??= await FaultDatabase.StartAsync(cancellationToken);
        await UseAsync(_database.HostSettings, cancellationToken);
        await Blobs.GetBlobContainerClient(StorageContainers.DefinitionsName).GetBlobClient(FaultDatabase.DefinitionName + ".json")
            .UploadAsync(BinaryData.FromString(FaultDatabase.Definition), overwrite: true, cancellationToken);
        return _database;
    }

    /// <summary>Restarts the host.</summary>
    public async Task ReturnAsync(CancellationToken cancellationToken)
    {
        _isUp = false;
        await Host.StartAsync(cancellationToken);
        _isUp = true;
    }

    /// <summary>Kills the host and restarts it, so that it keeps no state of what happened to it or its services.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        Host.Kill();
        await ReturnAsync(cancellationToken);
    }

    /// <summary>Abandons the host, so that the next fault begins with a new one; its processes continue.</summary>
    public void Doubt() => _isUp = false;

    /// <summary>How often the host's output contains a text.</summary>
    public int Said(string words) => Host.Output.Split(words).Length - 1;

    /// <summary>The process ids of the host's running services.</summary>
    public (int? Azurite, int? Redis) Services()
    {
        var run = RunFile.Read(new StateFolder(Host.StateFolder).RunFile);
        return (Id(run.Azurite), Id(run.Redis));

        static int? Id(RunningService? service)
        {
            using var process = service?.Process.Find();
            return process?.Id;
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <exception cref="TimeoutException">It took longer than the longest allowed time.</exception>
    public async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"Not within {Patience.TotalMinutes:0} minutes: {what}. The output of the host:\n{Tail(Host.Output)}");
            }

            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Probe.DisposeAsync();
        await Host.DisposeAsync();
        await Smtp.DisposeAsync();
        await SendGrid.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Http.Dispose();
    }

    private static string Tail(string text) => text.Length <= 4_000 ? text : text[^4_000..];

    private Dictionary<string, string> Defaults() => new(StringComparer.Ordinal)
    {
        ["Mail:Sender"] = "Smtp",
        ["Mail:Smtp:Host"] = "127.0.0.1",
        ["Mail:Smtp:Port"] = Smtp.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Mail:Smtp:Security"] = "None",
        ["Mail:SendGrid:BaseUrl"] = SendGrid.Address,
    };
}
