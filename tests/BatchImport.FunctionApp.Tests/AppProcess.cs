using System.Diagnostics;
using System.Globalization;
using BatchImport.LocalHost.Services;

namespace BatchImport.FunctionApp.Tests;

/// <summary>
/// The built function app in its own worker process, run by the test host. Both end when this object is disposed of, when this process ends,
/// and when either of them is killed.
/// </summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly List<string> _output = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private AppProcess(IReadOnlyDictionary<string, string> settings)
    {
        var port = Ports.Free();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        var (program, arguments) = ("dotnet", (string[])[BuiltApp.Host, BuiltApp.Assembly, port.ToString(CultureInfo.InvariantCulture)]);
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in settings)
        {
            info.Environment[name] = value;
        }

        _process = Process.Start(info) ?? throw new InvalidOperationException("The test host could not be started.");
        _process.OutputDataReceived += OnLine;
        _process.ErrorDataReceived += OnLine;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where the host serves, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>Everything that the host and the worker have written.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output)
            {
                return [.. _output];
            }
        }
    }

    /// <summary>The worker's process id.</summary>
    public int WorkerId => int.Parse(Value("Worker: "), CultureInfo.InvariantCulture);

    /// <summary>The names of the functions that the worker has loaded.</summary>
    public IReadOnlyList<string> Functions => Value("Functions: ").Split(' ');

    /// <summary>Starts the app with settings, which are environment variables. Returns when it serves.</summary>
    /// <exception cref="InvalidOperationException">The app has ended, or does not serve in time; the message has the output.</exception>
    public static async Task<AppProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var app = new AppProcess(settings);
        if (await Task.WhenAny(app._ready.Task, app._process.WaitForExitAsync(), Task.Delay(StartPatience)) != app._ready.Task)
        {
            await app.DisposeAsync();
            throw new InvalidOperationException($"The function app does not serve. Its output:\n{string.Join('\n', app.Output)}");
        }

        return app;
    }

    /// <summary>Ends the host as a crash would. The worker is left to its guard.</summary>
    public void Kill() => _process.Kill();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(StopPatience);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private string Value(string label) => Output.First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..];

    private void OnLine(object sender, DataReceivedEventArgs data)
    {
        if (data.Data is not { } line)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (line.StartsWith("Ready:", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
