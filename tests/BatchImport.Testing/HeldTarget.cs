using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BatchImport.Testing;

/// <summary>
/// A service on a free loopback port that receives rows, and delays the answers of closed gates: the first part of a request's path names its
/// gate. Each gate answers a number of requests immediately, and the others when it is opened.
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

    /// <summary>Closes a gate, whose requests wait except for the first ones.</summary>
    /// <param name="gate">The first part of the path.</param>
    /// <param name="butFirst">The number of requests that are answered immediately.</param>
    public Gate Hold(string gate, int butFirst) => _gates[gate] = new Gate(butFirst);

    /// <summary>Closes a gate, whose requests are answered with 503 until it is opened.</summary>
    /// <param name="gate">The first part of the path.</param>
    public Gate Refuse(string gate) => _gates[gate] = new Gate(butFirst: 0, isRefusing: true);

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
        var isAccepted = !_gates.TryGetValue(path[1], out var gate) || await gate.PassAsync(path[2], context.RequestAborted);
        context.Response.StatusCode = isAccepted ? StatusCodes.Status204NoContent : StatusCodes.Status503ServiceUnavailable;
    }

    /// <summary>A gate where requests wait. Disposing it opens it, so that a failed test leaves no waiting requests.</summary>
    /// <param name="butFirst">The number of requests that are answered immediately.</param>
    /// <param name="isRefusing">True to answer the others with 503 instead of letting them wait.</param>
    public sealed class Gate(int butFirst, bool isRefusing = false) : IDisposable
    {
        // Rows may begin until their slice has read a command, which it does every half a second.
        private static readonly TimeSpan CommandIsRead = TimeSpan.FromSeconds(2);

        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentQueue<string> _answered = new();
        private int _count;

        /// <summary>The paths below the gate that were answered.</summary>
        public IReadOnlyCollection<string> Answered => _answered;

        /// <summary>Answers the waiting requests, and all later ones immediately.</summary>
        public void Open() => _opened.TrySetResult();

        /// <summary>Opens it when the slices whose rows wait have read a command that was just given.</summary>
        public async Task OpenAfterCommandAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(CommandIsRead, cancellationToken);
            Open();
        }

        /// <summary>Completes when a request waits.</summary>
        public Task ReachedAsync(CancellationToken cancellationToken) => _reached.Task.WaitAsync(TimeSpan.FromSeconds(90), cancellationToken);

        /// <inheritdoc/>
        public void Dispose() => Open();

        /// <returns>True when the request is accepted.</returns>
        internal async Task<bool> PassAsync(string path, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _count) > butFirst)
            {
                _reached.TrySetResult();
                if (isRefusing && !_opened.Task.IsCompleted)
                {
                    return false;
                }

                await _opened.Task.WaitAsync(cancellationToken);
            }

            _answered.Enqueue(path);
            return true;
        }
    }
}
