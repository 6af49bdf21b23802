using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BatchImport.Faults.Faults;

/// <summary>Simulates SendGrid's <c>/v3/mail/send</c> (https://docs.sendgrid.com/api-reference/mail-send) with faults, and keeps accepted mails.</summary>
internal sealed class SendGridService : IAsyncDisposable
{
    private const string RightKey = "Bearer right";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<int> _refusals = new();

    private SendGridService()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v3/mail/send", TakeAsync);
    }

    /// <summary>The status for a request that gets no answer.</summary>
    public const int Silence = 0;

    /// <summary>The bodies of the accepted mails.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    public string Address => _app.Urls.Single();

    public static async Task<SendGridService> StartAsync(CancellationToken cancellationToken)
    {
        var service = new SendGridService();
        await service._app.StartAsync(cancellationToken);
        return service;
    }

    /// <summary>Refuses the next requests, each with one of the statuses.</summary>
    public void Refuse(params ReadOnlySpan<int> statuses)
    {
        _refusals.Clear();
        foreach (var status in statuses)
        {
            _refusals.Enqueue(status);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != RightKey)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (_refusals.TryDequeue(out var refusal))
        {
            if (refusal == Silence)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                return;
            }

            context.Response.StatusCode = refusal;
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        Taken.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}
