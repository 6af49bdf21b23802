using BatchImport.LocalHost.Configuration;
using BatchImport.LocalHost.Invocation;
using BatchImport.LocalHost.Triggers.Blobs;
using BatchImport.LocalHost.Triggers.Http;
using BatchImport.LocalHost.Triggers.Timers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Triggers;

/// <summary>All triggers of a host's functions except the task hub's: endpoints, watched containers and timers.</summary>
internal sealed class TriggerListeners : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _stopping = new();
    private readonly BlobTriggerLimits _limits;
    private readonly TriggerStore _store;
    private readonly HostJson _host;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly List<HttpFunction> _http = [];
    private readonly List<BlobFunction> _blobs = [];
    private readonly List<TimerFunction> _timers = [];
    private List<Task> _running = [];
    private Task? _stopped;

    /// <summary>Creates the listeners of functions; none listens yet.</summary>
    /// <exception cref="FunctionBindingException">A trigger's path, schedule or connection is invalid.</exception>
    public TriggerListeners(
        IEnumerable<Function> functions, FunctionRunner runner, HostJson host, IConfiguration settings, TriggerStore store, TimeProvider time, ILoggerFactory loggers)
    {
        _host = host;
        _store = store;
        _time = time;
        _logger = loggers.CreateLogger(typeof(TriggerListeners).Namespace!);
        _limits = new BlobTriggerLimits(host.BlobParallelism, host.PoisonBlobThreshold);
        foreach (var function in functions)
        {
            switch (function.Trigger.Kind)
            {
                case TriggerKind.Http:
                    _http.Add(new HttpFunction(function, runner, _logger, _stopping.Token));
                    break;
                case TriggerKind.Blob:
                    var trigger = function.Trigger.Blob;
                    var path = BlobPathPattern.Parse(SettingText.Resolve(trigger.BlobPath, function.Name, settings), function.Name);
                    var connection = StorageConnection.Open(trigger.Connection, function.Name, settings);
                    _blobs.Add(new BlobFunction(function, path, connection, runner, store, host.HubName, _limits, _logger));
                    break;
                case TriggerKind.Timer:
                    var schedule = TimerSchedule.Parse(SettingText.Resolve(function.Trigger.Timer.Schedule, function.Name, settings), function.Name);
                    _timers.Add(new TimerFunction(function, schedule, runner, store, time, _logger));
                    break;
                default:
                    // The task hub runs these.
                    break;
            }
        }
    }

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        new BlobEventEndpoint(_blobs, _stopping.Token).Map(routes);
        foreach (var function in _http)
        {
            function.Map(routes, _host.RoutePrefix);
        }
    }

    /// <summary>Creates watched containers that are missing, and starts to watch containers and timers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var function in _blobs)
        {
            await function.SynchronizeAsync(cancellationToken);
        }

        var watched = _blobs.Where(function => !function.IsToldByEvents).ToList();
        foreach (var function in watched)
        {
            await function.Container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        _running =
        [
            .. watched.Select(function => new BlobPoller(function, _limits.Parallelism, _time, _logger).RunAsync(_stopping.Token)),
            .. _timers.Select(function => function.RunAsync(_stopping.Token)),
        ];
    }

    /// <summary>Starts nothing more, cancels what runs, and waits some seconds for it.</summary>
    public Task StopAsync() => _stopped ??= EndAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _limits.Dispose();
        _stopping.Dispose();
        _store.Dispose();
    }

    private async Task EndAsync()
    {
        await _stopping.CancelAsync();

        // A function that ignores the cancellation must not delay a deployment; its blob is delivered again at the next start.
        await Task.WhenAny(Task.WhenAll(_running), Task.Delay(StopPatience, _time));
    }
}
