using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BatchImport.Testing;

/// <summary>
/// A service on a free loopback port that takes rows, and keeps those waiting that it is told to: the first part of a request's path names its
/// gate, each of which lets through as many requests as it is allowed, and answers the rest when it is opened.
/// </summary>
public sealed class HeldTarget : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    private HeldTarget()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>The port it listens on.</summary>
    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Starts it.</summary>
    public static async Task<HeldTarget> StartAsync()
    {
        var target = new HeldTarget();
        await target._app.StartAsync(CancellationToken.None);
        return target;
    }

    /// <summary>Keeps requests of a gate waiting, but for the first ones.</summary>
    /// <param name="gate">The first part of the path.</param>
    /// <param name="butFirst">How many requests are answered at once.</param>
    public Gate Hold(string gate, int butFirst) => _gates[gate] = new Gate(butFirst);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Open();
        }

        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/', 3);
        if (_gates.TryGetValue(path[1], out var gate))
        {
            await gate.PassAsync(path[2], context.RequestAborted);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Where requests wait. Disposing of it opens it, so that a test that fails leaves none that wait.</summary>
    /// <param name="butFirst">How many requests are answered at once.</param>
    public sealed class Gate(int butFirst) : IDisposable
    {
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentQueue<string> _answered = new();
        private int _count;

        /// <summary>The paths below the gate that were answered.</summary>
        public IReadOnlyCollection<string> Answered => _answered;

        /// <summary>Answers what waits, and from now on everything at once.</summary>
        public void Open() => _opened.TrySetResult();

        /// <summary>Ends when a request waits.</summary>
        public Task ReachedAsync(CancellationToken cancellationToken) => _reached.Task.WaitAsync(TimeSpan.FromSeconds(90), cancellationToken);

        /// <inheritdoc/>
        public void Dispose() => Open();

        internal async Task PassAsync(string path, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _count) > butFirst)
            {
                _reached.TrySetResult();
                await _opened.Task.WaitAsync(cancellationToken);
            }

            _answered.Enqueue(path);
        }
    }
}
