using System.Diagnostics;
using System.Globalization;
using BatchImport.FunctionApp.Host.Worker.Rpc;

namespace BatchImport.FunctionApp.Host.Worker;

/// <summary>The app's worker: a separate process, started under <see cref="ProcessGuard"/>.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const string HostVersion = "4.1037.0";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly WorkerChannel _channel;
    private readonly Process _guard;

    private WorkerProcess(WorkerChannel channel, Process guard)
    {
        _channel = channel;
        _guard = guard;
    }

    /// <summary>The app's functions by name, in the order the worker lists them.</summary>
    public IReadOnlyList<AppFunction> Functions { get; private set; } = [];

    /// <summary>Where the worker takes HTTP requests.</summary>
    public string HttpUri { get; private set; } = "";

    /// <summary>Starts the worker and loads its functions.</summary>
    /// <param name="options">The app.</param>
    /// <param name="channel">The stream that the worker opens.</param>
    /// <param name="rpcPort">The loopback port of the stream's server.</param>
    /// <exception cref="InvalidOperationException">The worker refuses to start, or to load a function.</exception>
    public static async Task<WorkerProcess> StartAsync(FunctionAppOptions options, WorkerChannel channel, int rpcPort)
    {
        var worker = new WorkerProcess(channel, StartGuarded(options, rpcPort));
        try
        {
            await worker.LoadAsync(options);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the worker has ended, whatever the reason.</summary>
    public Task WaitForExitAsync() => _guard.WaitForExitAsync();

    /// <summary>Asks the worker to end; ends it when it does not within a few seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel.Terminate();
        try
        {
            await _guard.WaitForExitAsync().WaitAsync(StopPatience);
        }
        catch (TimeoutException)
        {
            // The guard ends the worker, and then itself, at the end of its standard input.
            _guard.StandardInput.Close();
            await _guard.WaitForExitAsync();
        }

        _guard.Dispose();
    }

    private static Process StartGuarded(FunctionAppOptions options, int rpcPort)
    {
        var id = Guid.NewGuid().ToString();
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{rpcPort}/");
        string[] worker =
        [
            options.AppAssembly, "--functions-uri", address, "--functions-worker-id", id, "--functions-request-id", id,
            "--functions-grpc-max-message-length", int.MaxValue.ToString(CultureInfo.InvariantCulture),
        ];
        return ProcessGuard.Start(options.AppFolder, worker, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["FUNCTIONS_APPLICATION_DIRECTORY"] = options.AppFolder,
            ["FUNCTIONS_WORKER_DIRECTORY"] = options.AppFolder,
            ["WEBSITE_HOSTNAME"] = string.Create(CultureInfo.InvariantCulture, $"localhost:{options.Port}"),
        });
    }

    private async Task LoadAsync(FunctionAppOptions options)
    {
        var exit = _guard.WaitForExitAsync();
        if (await Task.WhenAny(_channel.Started, exit) == exit)
        {
            throw new InvalidOperationException("The worker has ended before it connected to the host.");
        }

        await _channel.Started;
        var start = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = options.AppFolder, FunctionAppDirectory = options.AppFolder };
        start.Capabilities.Add("HandlesInvocationCancelMessage", "true");
        start.Capabilities.Add("HandlesWorkerTerminateMessage", "true");
        start.Capabilities.Add("EnableUserCodeException", "true");
        var started = (await _channel.RequestAsync(new StreamingMessage { WorkerInitRequest = start })).WorkerInitResponse;
        Check(started.Result, "The worker does not start");
        HttpUri = started.Capabilities["HttpUri"];

        var listed = (await _channel.RequestAsync(new StreamingMessage
        {
            FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = options.AppFolder },
        })).FunctionMetadataResponse;
        Check(listed.Result, "The worker does not list its functions");
        Functions = [.. listed.FunctionMetadataResults.Select(metadata => new AppFunction(metadata))];
        await Task.WhenAll(Functions.Select(LoadAsync));
    }

    private async Task LoadAsync(AppFunction function)
    {
        if (function.Metadata.FunctionId.Length == 0)
        {
            function.Metadata.FunctionId = Guid.NewGuid().ToString();
        }

        var loaded = await _channel.RequestAsync(new StreamingMessage
        {
            FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata },
        });
        Check(loaded.FunctionLoadResponse.Result, $"The worker does not load the function {function.Name}");
    }

    private static void Check(StatusResult result, string problem)
    {
        if (result.Status != StatusResult.Types.Status.Success)
        {
            throw new InvalidOperationException($"{problem}: {result.Exception?.Message ?? result.Result}");
        }
    }
}
