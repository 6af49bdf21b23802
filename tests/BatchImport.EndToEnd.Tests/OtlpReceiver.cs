using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BatchImport.EndToEnd.Tests;

/// <summary>An OpenTelemetry collector that keeps the data it receives by OTLP over HTTP.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpReceiver(WebApplication web) => _web = web;

    /// <summary>The address it listens on.</summary>
    public Uri Address => new(_web.Urls.Single());

    /// <summary>Starts a collector on a free port.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver._web.MapPost("/v1/{signal}", receiver.KeepAsync);
        await receiver._web.StartAsync();
        return receiver;
    }

    /// <summary>All data of a signal (traces, metrics or logs).</summary>
    public byte[] Received(string signal) =>
        [.. _received.Where(each => each.Path.EndsWith(signal, StringComparison.Ordinal)).SelectMany(each => each.Body)];

    /// <summary>All data.</summary>
    public byte[] Received() => [.. _received.SelectMany(each => each.Body)];

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task KeepAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _received.Enqueue((context.Request.Path, body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
