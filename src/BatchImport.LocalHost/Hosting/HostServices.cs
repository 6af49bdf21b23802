using BatchImport.LocalHost.Configuration;
using BatchImport.LocalHost.Services;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// Azurite and the Redis-compatible server of a host: both started in parallel, neither when the settings name a real one. The run file
/// records each as soon as its process exists, so that the next host finds what a killed host leaves. A service that ends or
/// stops working while the host runs is restarted, on the same ports and data.
/// </summary>
internal sealed class HostServices : IAsyncDisposable
{
    private readonly LocalHostOptions _options;
    private readonly bool _accessLog;
    private readonly StateFolder _state;
    private readonly Lock _turn = new();
    private readonly CancellationTokenSource _stop = new();
    private RunFile _run;
    private Task _supervision = Task.CompletedTask;

    private HostServices(LocalHostOptions options, StateFolder state, bool accessLog)
    {
        _options = options;
        _accessLog = accessLog;
        _state = state;
        _run = RunFile.Read(state.RunFile);
    }

    /// <summary>Azurite; null when the settings name a storage account.</summary>
    public AzuriteService? Azurite { get; private set; }

    /// <summary>The Redis-compatible server; null when the settings name a Redis.</summary>
    public RedisService? Redis { get; private set; }

    /// <summary>Starts what the settings do not name.</summary>
    /// <exception cref="LocalHostException">One of them cannot be started; the other is stopped.</exception>
    public static async Task<HostServices> StartAsync(LocalHostOptions options, StateFolder state, IConfiguration settings, CancellationToken cancellationToken)
    {
        var services = new HostServices(options, state, settings.GetValue<bool>("Azurite:AccessLog"));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] starts =
        [
            HostSettings.HasStorage(settings) ? Task.CompletedTask : services.StartAzuriteAsync(services._run.Azurite, ends.Token),
            HostSettings.HasRedis(settings) ? Task.CompletedTask : services.StartRedisAsync(services._run.Redis, ends.Token),
        ];
        try
        {
            await foreach (var start in Task.WhenEach(starts))
            {
                await start;
            }

            return services;
        }
        catch
        {
            // The first failure is the one to report; the other service is stopped as well.
            await ends.CancelAsync();
            await Task.WhenAll(starts).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Supervises the services from here on.</summary>
    public void Supervise(TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<ServiceSupervisor>();
        var supervised = new List<SupervisedService>();
        // An Azurite that no host started cannot be restarted.
        if (Azurite is { ProcessId: not null })
        {
            supervised.Add(new SupervisedService
            {
                Name = "Azurite",
                WaitForExitAsync = cancellationToken => Azurite.WaitForExitAsync(cancellationToken),
                ProbeAsync = cancellationToken => Azurite.ProbeAsync(cancellationToken),
                StopAsync = () => Azurite.DisposeAsync().AsTask(),
                StartAsync = cancellationToken => StartAzuriteAsync(leftOver: null, cancellationToken),
            });
        }

        if (Redis is not null)
        {
            supervised.Add(new SupervisedService
            {
                Name = "The Redis-compatible server",
                WaitForExitAsync = cancellationToken => Redis.WaitForExitAsync(cancellationToken),
                ProbeAsync = cancellationToken => Redis.ProbeAsync(cancellationToken),
                StopAsync = () => Redis.DisposeAsync().AsTask(),
                StartAsync = cancellationToken => StartRedisAsync(leftOver: null, cancellationToken),
            });
        }

        _supervision = Task.WhenAll(supervised.Select(service => new ServiceSupervisor(service, time, logger).RunAsync(_stop.Token)));
    }

    /// <summary>Records where the host listens.</summary>
    public void NoteHost(int port) => Note(run => run with { Host = new RunningService(new ProcessRecord(Environment.ProcessId, StartOfThis()), port) });

    /// <summary>Stops the services that were started or taken over.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _supervision;
        await Task.WhenAll(Azurite?.DisposeAsync().AsTask() ?? Task.CompletedTask, Redis?.DisposeAsync().AsTask() ?? Task.CompletedTask);
        File.Delete(_state.RunFile);
        _stop.Dispose();
    }

    private async Task StartAzuriteAsync(RunningService? leftOver, CancellationToken cancellationToken)
    {
        var azurite = new AzuriteOptions
        {
            InstallFolder = _options.AzuriteInstallFolder ?? _state.Azurite,
            DataFolder = _state.AzuriteData,
            LogFolder = _state.Logs,
            BlobPort = _options.BlobPort,
            QueuePort = _options.QueuePort,
            TablePort = _options.TablePort,
            AccessLog = _accessLog,
        };
        Azurite = await AzuriteService.StartAsync(azurite, leftOver, running => Note(run => run with { Azurite = running }), _options.OnStep, cancellationToken);
    }

    private async Task StartRedisAsync(RunningService? leftOver, CancellationToken cancellationToken)
    {
        var redis = new RedisOptions { DataFolder = _state.Redis, LogFolder = _state.Logs, PasswordFile = _state.RedisPassword, Port = _options.RedisPort };
        Redis = await RedisService.StartAsync(redis, leftOver, running => Note(run => run with { Redis = running }), cancellationToken);
    }

    private static DateTimeOffset StartOfThis()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return ProcessRecord.From(process).StartedAt;
    }

    private void Note(Func<RunFile, RunFile> change)
    {
        lock (_turn)
        {
            _run = change(_run);
            _run.Write(_state.RunFile);
        }
    }
}
