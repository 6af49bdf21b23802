using System.Globalization;
using System.Net;
using BatchImport.LocalHost.Configuration;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Invocation;
using BatchImport.LocalHost.Services;
using BatchImport.LocalHost.TaskHub;
using BatchImport.LocalHost.Triggers;
using BatchImport.LocalHost.Triggers.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost;

/// <summary>
/// The function app, running in this process with everything it requires: the services, the task hub, the triggers and the HTTP server.
/// Disposing it stops what it started.
/// </summary>
public sealed class LocalHostApp : IAsyncDisposable
{
    // A deployment gives a host ten seconds; the services, which stop after it, need a part of them.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(4);

    private readonly WebApplication _web;
    private readonly LocalTaskHub _hub;
    private readonly TriggerListeners _triggers;
    private readonly StorageClaim _claim;
    private readonly HostServices _services;
    private readonly Hosting.DefinitionFolders? _definitions;
    private readonly FileStream _lock;
    private bool _isRunning;
    private bool _isStopped;

    private LocalHostApp(WebApplication web, LocalTaskHub hub, TriggerListeners triggers, StorageClaim claim, HostServices services, Hosting.DefinitionFolders? definitions, FileStream stateLock, Uri address, StateFolder state)
    {
        _web = web;
        _hub = hub;
        _triggers = triggers;
        _claim = claim;
        _services = services;
        _definitions = definitions;
        _lock = stateLock;
        Address = address;
        StateFolder = state;
    }

    /// <summary>Where the host serves HTTP, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>The folder of all state on this machine.</summary>
    public StateFolder StateFolder { get; }

    /// <summary>The location of the key that requests from other machines need; null when the host serves this machine only.</summary>
    public string? KeySource { get; private set; }

    /// <summary>The folders whose definitions are installed; empty for none.</summary>
    public IReadOnlyList<string> DefinitionFolders => _definitions?.Folders ?? [];

    /// <summary>The functions' services.</summary>
    public IServiceProvider Services => _web.Services;

    /// <summary>The settings in force, with the addresses of the services that were started.</summary>
    public IConfiguration Settings => _web.Configuration;

    /// <summary>The task hub's client.</summary>
    public DurableTaskClient DurableTaskClient => _hub.Client;

    internal LocalTaskHub Hub => _hub;

    /// <summary>Azurite; null when the settings name a storage account.</summary>
    public AzuriteService? Azurite => _services.Azurite;

    /// <summary>The Redis-compatible server; null when the settings name a Redis.</summary>
    public RedisService? Redis => _services.Redis;

    /// <summary>Starts the services that do not run yet, then the host. Returns when the host serves.</summary>
    /// <exception cref="LocalHostException">The host cannot run; the message contains the remedy.</exception>
    /// <exception cref="HostInUseException">Another host runs on the state folder.</exception>
    public static async Task<LocalHostApp> StartAsync(LocalHostOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = WithPorts(options);
        var state = new StateFolder(options.StateFolder);
        var stateLock = ExclusiveFile.TryTake(state.LockFile) ?? throw new HostInUseException(state.Path);
        var undo = new Stack<IAsyncDisposable>([stateLock]);
        try
        {
            var settings = HostSettings.Read(options, state);
            var host = HostJson.Read(HostJsonPath(options), settings);
            var catalogue = FunctionCatalogue.Load(options.Functions, settings);
            if (await Ports.IsTakenAsync(options.Port, cancellationToken))
            {
                throw LocalHostException.PortTaken("the host", options.Port, "--port");
            }

            var services = await HostServices.StartAsync(options, state, settings, cancellationToken);
            undo.Push(services);
            options.OnStep("Starting the host");

            var accessKey = options.ListenAddress is { } listen && !IPAddress.IsLoopback(listen) ? Hosting.AccessKey.From(settings[Hosting.AccessKey.Setting], state) : null;
            var web = WebServer.Build(options, settings, services, new RequestGuard(new OwnNames(options.HostNames, accessKey is not null), accessKey));
            undo.Push(web);
            var time = web.Services.GetRequiredService<TimeProvider>();
            var loggers = web.Services.GetRequiredService<ILoggerFactory>();
            var connection = StorageConnection.Open(name: null, "host", web.Configuration);
            await LocalContainers.EnsureAsync(connection.Blobs, options.DefinitionsFolder ?? Path.Combine(AppContext.BaseDirectory, "definitions"), cancellationToken);

            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{options.Port}/"));
            var claim = await StorageClaim.TakeAsync(
                connection.Blobs, host.HubName, ClaimOwner.ForThisProcess(state, address), TimeProvider.System, loggers.CreateLogger<StorageClaim>(), cancellationToken);
            undo.Push(claim);

            var definitions = Hosting.DefinitionFolders.Create(options.ProjectFolder, state, web.Services);
            if (definitions is not null)
            {
                undo.Push(definitions);
                await definitions.StartAsync(cancellationToken);
            }

            FunctionRunner? runner = null;
            var hub = await LocalTaskHub.OpenAsync(
                TaskHubFunctions.Options(host, state), TaskHubFunctions.Register(catalogue.Functions, () => runner!), time, loggers, cancellationToken);
            undo.Push(hub);
            runner = new FunctionRunner(web.Services, hub.Client);
            var store = TriggerStore.Open(state.Triggers, time);
            undo.Push(store);
            var triggers = new TriggerListeners(catalogue.Functions, runner, host, web.Configuration, store, time, loggers);
            undo.Push(triggers);

            var app = new LocalHostApp(web, hub, triggers, claim, services, definitions, stateLock, address, state);
            web.MapGet(HostStatus.Path, () => app.Status(host));
            web.MapGet("/", () => TypedResults.Redirect($"~/{host.RoutePrefix}/dashboard".Replace("//", "/", StringComparison.Ordinal))).WithMetadata(new AnonymousEndpoint());
            web.MapTaskHub(hub);
            triggers.Map(web);

            await WebServer.StartAsync(web, options.Port, cancellationToken);
            await hub.StartAsync(cancellationToken);
            await triggers.StartAsync(cancellationToken);
            services.NoteHost(options.Port);
            services.Supervise(time, loggers);
            _ = claim.Lost.ContinueWith(_ => triggers.StopAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            app._isRunning = true;
            app.KeySource = accessKey?.Source;
            return app;
        }
        catch (Exception ex)
        {
            while (undo.TryPop(out var started))
            {
                await started.DisposeAsync();
            }

            if (ex is FunctionBindingException)
            {
                throw new LocalHostException(ex.Message, ex);
            }

            throw;
        }
    }

    /// <summary>Waits until the host stops.</summary>
    /// <param name="stop">Cancelled to stop the host.</param>
    /// <exception cref="LocalHostException">The task hub ended by itself: nothing continues.</exception>
    public async Task WaitForStopAsync(CancellationToken stop)
    {
        await Task.WhenAny(_hub.Ended, _claim.Lost, Task.Delay(Timeout.Infinite, stop));
        if (_claim.Lost.IsCompleted && !_isStopped)
        {
            throw new LocalHostException("Another host has taken the storage account while this one could not reach it. Stop that host, or configure another storage account for one of the two.");
        }

        if (!stop.IsCancellationRequested && !_isStopped)
        {
            throw new LocalHostException("The task hub has ended by itself; the reason is in the log. Imports in progress continue at the next start.");
        }
    }

    /// <summary>
    /// Stops the host: starts nothing new, cancels what runs and waits for it, then stops the services that were started. What was
    /// interrupted continues at the next start. Takes less than ten seconds.
    /// </summary>
    public async Task StopAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        _isRunning = false;
        using var patience = new CancellationTokenSource(StopPatience);
        if (_definitions is not null)
        {
            await _definitions.DisposeAsync();
        }

        Task[] stops = [_triggers.StopAsync(), _hub.StopAsync(patience.Token), _web.StopAsync(patience.Token)];
        await Task.WhenAny(Task.WhenAll(stops), Task.Delay(StopPatience, CancellationToken.None));
        await _hub.DisposeAsync();
        await _triggers.DisposeAsync();
        await _web.DisposeAsync();
        await _claim.DisposeAsync();
        await _services.DisposeAsync();
        await _lock.DisposeAsync();
    }

    /// <inheritdoc cref="StopAsync"/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private static LocalHostOptions WithPorts(LocalHostOptions options)
    {
        var free = Ports.Free(5);
        return options with
        {
            Port = options.Port == 0 ? free[0] : options.Port,
            BlobPort = options.BlobPort == 0 ? free[1] : options.BlobPort,
            QueuePort = options.QueuePort == 0 ? free[2] : options.QueuePort,
            RedisPort = options.RedisPort == 0 ? free[3] : options.RedisPort,
            TablePort = options.TablePort == 0 ? free[4] : options.TablePort,
        };
    }

    private static string HostJsonPath(LocalHostOptions options)
    {
        var own = Path.Combine(options.ProjectFolder ?? AppContext.BaseDirectory, "host.json");
        return File.Exists(own) ? own : Path.Combine(AppContext.BaseDirectory, "host.json");
    }

    private IResult Status(HostJson host) => TypedResults.Json(new HostStatus
    {
        Product = HostStatus.ProductName,
        State = _isRunning ? "Running" : "Starting",
        StateFolder = StateFolder.Path,
        ProcessId = Environment.ProcessId,
        BlobPort = Azurite?.BlobPort,
        QueuePort = Azurite?.QueuePort,
        RoutePrefix = host.RoutePrefix,
        Outbox = string.Equals(Settings["Mail:Sender"], "Outbox", StringComparison.OrdinalIgnoreCase) ? Settings["Mail:Outbox:Folder"] : null,
    });
}
