using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using BatchImport.Common;
using BatchImport.Faults.Imports;
using BatchImport.Imports;
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

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private IReadOnlyDictionary<string, string> _settings = UsualSettings;
    private FaultDatabase? _database;
    private bool _isUp;
    private int _drops;

    private FaultFixture(string? stateFolder)
    {
        Host = new HostProcess(stateFolder) { Program = Program };
        Moments = new ImportMoments(this);
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

    private BlobServiceClient Blobs => new(Host.StorageConnectionString);

    /// <summary>Starts the host and its services.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="stateFolder">The host's state folder; null for a temporary one.</param>
    public static async Task<FaultFixture> StartAsync(CancellationToken cancellationToken, string? stateFolder = null)
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

    /// <summary>Drops a file, as a new blob or as a new version of one.</summary>
    public async Task<DroppedImport> DropAsync(FaultFile file, CancellationToken cancellationToken, string? blob = null, string definition = FaultFile.DefinitionName)
    {
        blob ??= $"fault-{++_drops}-{Path.GetRandomFileName()}.csv";
        var options = new BlobUploadOptions
        {
            Metadata = Metadata(definition),
        };
        var at = TimeProvider.System.GetTimestamp();
        var uploaded = await Blobs.GetBlobContainerClient(StorageContainers.ImportsName).GetBlobClient(blob)
            .UploadAsync(BinaryData.FromBytes(file.ToBytes()), options, cancellationToken);
        var eTag = uploaded.Value.ETag.ToString();
        return new DroppedImport(ImportId.For(StorageContainers.ImportsName, blob, eTag), blob, eTag, file, at);
    }

    /// <summary>Changes metadata and the content type of a dropped file.</summary>
    /// <returns>The file's version after that.</returns>
    public async Task<DroppedImport> ChangeMetadataAsync(DroppedImport import, string value, CancellationToken cancellationToken)
    {
        var blob = Blobs.GetBlobContainerClient(StorageContainers.ImportsName).GetBlobClient(import.Blob);
        BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        var metadata = new Dictionary<string, string>(properties.Metadata, StringComparer.OrdinalIgnoreCase) { ["changed"] = value };
        await blob.SetMetadataAsync(metadata, cancellationToken: cancellationToken);
        BlobInfo changed = await blob.SetHttpHeadersAsync(
            new BlobHttpHeaders { ContentType = "text/csv", ContentHash = properties.ContentHash }, cancellationToken: cancellationToken);
        var eTag = changed.ETag.ToString();
        return import with { Id = ImportId.For(StorageContainers.ImportsName, import.Blob, eTag), ETag = eTag };
    }

    /// <summary>True when the run of a dropped file has ended, with an import or without one.</summary>
    public async Task<bool> HasRunAsync(DroppedImport import, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri(Host.Address, $"runtime/webhooks/durabletask/instances/{import.Id}"), cancellationToken);
        return response.StatusCode == System.Net.HttpStatusCode.OK
            && (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("runtimeStatus").GetString() == "Completed";
    }

    /// <summary>Waits until an import moves on from where it was left.</summary>
    /// <param name="import">The import.</param>
    /// <param name="before">Its state before the fault.</param>
    /// <param name="left">Its state when the failed component was available again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The duration of the wait; null when it had ended before the fault.</returns>
    public async Task<TimeSpan?> RecoverAsync(DroppedImport import, ImportMark? before, ImportMark? left, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        if (before is { IsFinal: true })
        {
            return null;
        }

        if (left is { IsFinal: true })
        {
            // The import was faster than the probe.
            return TimeSpan.Zero;
        }

        await UntilAsync(async () => await Probe.LookAsync(import.Id) is { } now && now != left, "the import moves on", cancellationToken);
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>Waits for the end of an import. Returns its status from the host.</summary>
    public async Task<JsonElement> EndAsync(DroppedImport import, CancellationToken cancellationToken)
    {
        JsonElement status = default;
        await UntilAsync(
            async () =>
            {
                try
                {
                    using var response = await _http.GetAsync(new Uri(Host.Address, $"api/imports/{import.Id}"), cancellationToken);
                    if (!response.IsSuccessStatusCode)
                    {
                        return false;
                    }

                    status = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);

                    // When the run fails, the state is final before the mail is sent; the finish time is set when it has ended.
                    return status.GetProperty("isFinal").GetBoolean() && status.TryGetProperty("mail", out _);
                }
                catch (Exception ex) when (ex is HttpRequestException || (ex is TaskCanceledException && !cancellationToken.IsCancellationRequested))
                {
                    return false;
                }
            },
            $"the import ends (it is {(status.ValueKind == JsonValueKind.Object ? status.ToString() : "unknown")})",
            cancellationToken);
        return status;
    }

    /// <summary>Waits for the end of an import that must complete, and compares its workbook and its mails with the file.</summary>
    public async Task<Outcome> CompleteAsync(DroppedImport import, CancellationToken cancellationToken)
    {
        var status = await EndAsync(import, cancellationToken);
        return await CheckAsync(import, status, Mails(import), cancellationToken);
    }

    /// <summary>The number of mails about an import that arrived.</summary>
    public int Mails(DroppedImport import) => Smtp.Mails.Count(mail => IsAbout(mail, import));

    /// <summary>True when a mail is about an import.</summary>
    public static bool IsAbout(string mail, DroppedImport import) =>
        mail.AsSpan(0, Math.Min(mail.Length, 4_096)).Contains(import.Id, StringComparison.OrdinalIgnoreCase);

    /// <summary>Holds the workbook of an import that has ended, and the number of its mails, against its file.</summary>
    public Task<Outcome> CheckAsync(DroppedImport import, JsonElement status, int mails, CancellationToken cancellationToken, bool mayBePartial = false) =>
        Verdict.CheckAsync(
            import, status, mails, Blobs.GetBlobContainerClient(StorageContainers.ResultsName).GetBlobClient(import.Id + ".xlsx"), mayBePartial, cancellationToken);

    /// <summary>Sends a request without a body to the host.</summary>
    /// <returns>The status code.</returns>
    public async Task<System.Net.HttpStatusCode> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(Host.Address, path));
        using var response = await _http.SendAsync(request, cancellationToken);
        return response.StatusCode;
    }

    /// <summary>Writes a file as an append blob, in pieces with pauses of up to a second.</summary>
    /// <returns>The import of the complete file, when the host has begun it.</returns>
    public async Task<DroppedImport> AppendAsync(FaultFile file, int pieces, Random random, CancellationToken cancellationToken)
    {
        var name = $"fault-{++_drops}-{Path.GetRandomFileName()}.csv";
        var blob = Blobs.GetBlobContainerClient(StorageContainers.ImportsName).GetAppendBlobClient(name);
        var at = TimeProvider.System.GetTimestamp();
        await blob.CreateAsync(new AppendBlobCreateOptions { Metadata = Metadata() }, cancellationToken);
        foreach (var piece in file.ToBytes().Chunk((file.ToBytes().Length / pieces) + 1))
        {
            await blob.AppendBlockAsync(new MemoryStream(piece), cancellationToken: cancellationToken);
            await Task.Delay(random.Next(1_000), cancellationToken);
        }

        BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        string? id = null;
        await UntilAsync(async () => (id = (await ListAsync(name, cancellationToken)).FirstOrDefault()) is not null, "the appended file is imported", cancellationToken);
        return new DroppedImport(id!, name, properties.ETag.ToString(), file, at);
    }

    /// <summary>The number of imports of a file's name.</summary>
    public async Task<int> CountAsync(string blob, CancellationToken cancellationToken) => (await ListAsync(blob, cancellationToken)).Count;

    /// <summary>Sends the host the event of a blob, as Event Grid does.</summary>
    public async Task TellAsync(DroppedImport import, CancellationToken cancellationToken)
    {
        var events = new[]
        {
            new
            {
                id = Path.GetRandomFileName(),
                eventType = "Microsoft.Storage.BlobCreated",
                subject = $"/blobServices/default/containers/{StorageContainers.ImportsName}/blobs/{import.Blob}",
                data = new { eTag = import.ETag },
            },
        };
        var hook = new Uri(Host.Address, "runtime/webhooks/blobs?functionName=Host.Functions.SpreadsheetDroppedByEvent");
        await UntilAsync(
            async () =>
            {
                // An event that is not accepted (the other trigger is processing the blob) is delivered again, as by Event Grid.
                using var response = await _http.PostAsJsonAsync(hook, events, cancellationToken);
                return response.IsSuccessStatusCode;
            },
            "the event is accepted",
            cancellationToken);
    }

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

        _http.Dispose();
    }

    private static Dictionary<string, string> Metadata(string definition = FaultFile.DefinitionName) =>
        new(StringComparer.Ordinal) { ["owner"] = Owner, ["definition"] = definition };

    /// <returns>The ids of the imports of a file's name.</returns>
    private async Task<IReadOnlyList<string>> ListAsync(string blob, CancellationToken cancellationToken)
    {
        var page = await _http.GetFromJsonAsync<JsonElement>(new Uri(Host.Address, "api/imports?take=100"), cancellationToken);
        return [.. page.GetProperty("items").EnumerateArray().Where(each => each.GetProperty("fileName").GetString() == blob).Select(each => each.GetProperty("id").GetString()!)];
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
