using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace BatchImport.Tests.Targets.Http;

/// <summary>A service on a free loopback port that receives rows, and responds as configured.</summary>
internal sealed class TargetServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _next = new();
    private int _inside;
    private int _mostInside;

    private TargetServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>The received requests, in order.</summary>
    public ConcurrentQueue<TargetRequest> Requests { get; } = new();

    /// <summary>Handles requests without a configured response.</summary>
    public Func<HttpContext, Task> Always { get; set; } = static context => AnswerAsync(context, 200, "{}");

    /// <summary>The maximum number of concurrent requests.</summary>
    public int MostInside => Volatile.Read(ref _mostInside);

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<TargetServer> StartAsync()
    {
        var server = new TargetServer();
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public static Task AnswerAsync(HttpContext context, int status, string body = "")
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Configures the handling of the next request.</summary>
    public TargetServer Then(Func<HttpContext, Task> answer)
    {
        _next.Enqueue(answer);
        return this;
    }

    public TargetServer Then(int status, string body = "", params (string Name, string Value)[] headers) => Then(context =>
    {
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return AnswerAsync(context, status, body);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var inside = Interlocked.Increment(ref _inside);
        for (var most = MostInside; inside > most && Interlocked.CompareExchange(ref _mostInside, inside, most) != most; most = MostInside)
        {
        }

        // A request counts until its response is sent: a client with the response may send the next one before this method has returned.
        var here = 1;
        void Leave() => Interlocked.Add(ref _inside, -Interlocked.Exchange(ref here, 0));
        context.Response.OnStarting(() =>
        {
            Leave();
            return Task.CompletedTask;
        });
        try
        {
            using var body = new StreamReader(context.Request.Body);
            var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            Requests.Enqueue(new TargetRequest(context.Request.Method, path, headers, await body.ReadToEndAsync(context.RequestAborted)));
            await (_next.TryDequeue(out var answer) ? answer : Always)(context);
        }
        finally
        {
            Leave();
        }
    }
}
