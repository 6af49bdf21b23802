using BatchImport.LocalHost.Configuration;
using BatchImport.LocalHost.Services;
using Microsoft.Extensions.Configuration;

namespace BatchImport.LocalHost.Hosting;

/// <summary>
/// Azurite and the Redis-compatible server of a host: both started side by side, neither when the settings name a real one. The run file
/// knows each from the moment its process is there, so that nothing a killed host leaves behind is lost sight of.
/// </summary>
internal sealed class HostServices : IAsyncDisposable
{
    private readonly string _runFile;
    private readonly Lock _turn = new();
    private RunFile _run;

    private HostServices(string runFile)
    {
        _runFile = runFile;
        _run = RunFile.Read(runFile);
    }

    /// <summary>Azurite; null when the settings name a storage account.</summary>
    public AzuriteService? Azurite { get; private set; }

    /// <summary>The Redis-compatible server; null when the settings name a Redis.</summary>
    public RedisService? Redis { get; private set; }

    /// <summary>Starts what the settings do not name.</summary>
    /// <exception cref="LocalHostException">One of them cannot be started; the other is stopped.</exception>
    public static async Task<HostServices> StartAsync(LocalHostOptions options, StateFolder state, IConfiguration settings, CancellationToken cancellationToken)
    {
        var services = new HostServices(state.RunFile);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] starts = [StartAzuriteAsync(), StartRedisAsync()];
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
            // The first failure is the one to tell; what else was started goes down with it.
            await ends.CancelAsync();
            await Task.WhenAll(starts).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await services.DisposeAsync();
            throw;
        }

        async Task StartAzuriteAsync()
        {
            if (HostSettings.HasStorage(settings))
            {
                return;
            }

            var azurite = new AzuriteOptions
            {
                InstallFolder = options.AzuriteInstallFolder ?? state.Azurite,
                DataFolder = state.AzuriteData,
                LogFolder = state.Logs,
                BlobPort = options.BlobPort,
                QueuePort = options.QueuePort,
            };
            services.Azurite = await AzuriteService.StartAsync(
                azurite, services._run.Azurite, running => services.Note(run => run with { Azurite = running }), options.OnStep, ends.Token);
        }

        async Task StartRedisAsync()
        {
            if (HostSettings.HasRedis(settings))
            {
                return;
            }

            var redis = new RedisOptions { DataFolder = state.Redis, LogFolder = state.Logs, Port = options.RedisPort };
            services.Redis = await RedisService.StartAsync(redis, services._run.Redis, running => services.Note(run => run with { Redis = running }), ends.Token);
        }
    }

    /// <summary>Writes down where the host listens.</summary>
    public void NoteHost(int port) => Note(run => run with { Host = new RunningService(new ProcessRecord(Environment.ProcessId, StartOfThis()), port) });

    /// <summary>Stops what was started or taken over.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Azurite?.DisposeAsync().AsTask() ?? Task.CompletedTask, Redis?.DisposeAsync().AsTask() ?? Task.CompletedTask);
        File.Delete(_runFile);
    }

    private static DateTimeOffset StartOfThis()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return ProcessRecord.Of(process).StartedAt;
    }

    private void Note(Func<RunFile, RunFile> change)
    {
        lock (_turn)
        {
            _run = change(_run);
            _run.Write(_runFile);
        }
    }
}
