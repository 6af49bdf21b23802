using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BatchImport.Tests.Mail;

/// <summary>
/// Simulates SendGrid's <c>/v3/mail/send</c> on a free loopback port: sends the configured responses, in order, and records the requests.
/// </summary>
internal sealed class SendGridServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();

    private SendGridServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v3/mail/send", async context =>
        {
            var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            Requests.Enqueue((context.Request.Headers.Authorization.ToString(), body.RootElement));
            var answer = _answers.TryDequeue(out var next) ? next : throw new InvalidOperationException("No answer is left.");
            await answer(context);
        });
    }

    public ConcurrentQueue<(string Authorization, JsonElement Body)> Requests { get; } = new();

    public string Address => _app.Urls.Single();

    public static async Task<SendGridServer> StartAsync()
    {
        var server = new SendGridServer();
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Configures the response to the next request.</summary>
    public SendGridServer Then(int status, string body = "", string? retryAfter = null)
    {
        _answers.Enqueue(async context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            await context.Response.WriteAsync(body, context.RequestAborted);
        });
        return this;
    }

    /// <summary>Does not respond to the next request until the client disconnects.</summary>
    public SendGridServer ThenNothing()
    {
        _answers.Enqueue(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        return this;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
