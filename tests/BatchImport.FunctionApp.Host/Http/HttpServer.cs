using System.Net;
using System.Text.Json;
using BatchImport.FunctionApp.Host.Jobs;
using BatchImport.FunctionApp.Host.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace BatchImport.FunctionApp.Host.Http;

/// <summary>
/// The host's HTTP server: the functions' routes, the extensions' webhooks, and the administrator's <c>POST admin/functions/{name}</c>, which
/// runs a timer's function at once. As under Core Tools, no key is required.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    /// <summary>The path of the extensions' webhooks.</summary>
    public const string WebHookPath = "runtime/webhooks/";

    // How the worker matches a forwarded request to the invocation.
    private const string InvocationHeader = "x-ms-invocation-id";

    private static readonly ForwarderRequestConfig Forwarding = new() { ActivityTimeout = TimeSpan.FromMinutes(10) };

    private readonly WebApplication _web;
    private readonly HttpMessageInvoker _client;

    private HttpServer(WebApplication web, HttpMessageInvoker client)
    {
        _web = web;
        _client = client;
    }

    /// <summary>The webhook name of an extension, as on the Functions host.</summary>
    public static string WebHookName(IExtensionConfigProvider extension) => extension.GetType().Name switch
    {
        "DurableTaskExtension" => "durabletask",
        "BlobsExtensionConfigProvider" => "blobs",
        var other => other,
    };

    /// <summary>Starts the server.</summary>
    /// <param name="options">The port and the limit of request bodies.</param>
    /// <param name="hostJson">The app's <c>host.json</c>.</param>
    /// <param name="worker">The worker, which handles the requests.</param>
    /// <param name="jobs">The job host, which counts and cancels invocations.</param>
    /// <param name="logs">Receives the server's logs.</param>
    public static async Task<HttpServer> StartAsync(FunctionAppOptions options, IConfiguration hostJson, WorkerProcess worker, IHost jobs, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(logs);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestBodySize = options.BodySizeLimit;
        });
        var web = builder.Build();
        var server = new HttpServer(web, new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }));
        var jobHost = jobs.Services.GetRequiredService<IJobHost>();
        var prefix = hostJson["extensions:http:routePrefix"] ?? "api";
        foreach (var function in worker.Functions.Where(static function => function.IsHttp))
        {
            var trigger = function.TriggerBinding;
            var methods = trigger.GetProperty("methods").EnumerateArray().Select(static method => method.GetString()!.ToUpperInvariant());
            web.MapMethods($"{prefix}/{AppFunction.Text(trigger, "route") ?? function.Name}", methods, context => server.ForwardAsync(context, function, worker.HttpUri, jobHost));
        }

        foreach (var extension in jobs.Services.GetServices<IExtensionConfigProvider>())
        {
            if (extension is IAsyncConverter<HttpRequestMessage, HttpResponseMessage> hook)
            {
                web.Map($"{WebHookPath}{WebHookName(extension)}/{{**rest}}", context => CallAsync(context, hook));
            }
        }

        web.MapPost("admin/functions/{name}", (string name) => RunTimerAsync(name, worker, jobHost));
        await web.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _client.Dispose();
    }

    private static async Task<IResult> RunTimerAsync(string name, WorkerProcess worker, IJobHost jobs)
    {
        if (worker.Functions.FirstOrDefault(function => function.Name == name) is not { } function || AppFunction.Type(function.TriggerBinding) != "timerTrigger")
        {
            return TypedResults.NotFound();
        }

        var timer = new TimerInfo(new ConstantSchedule(TimeSpan.FromDays(1)), new ScheduleStatus(), isPastDue: false);
        await jobs.CallAsync(name, new Dictionary<string, object>(StringComparer.Ordinal) { [AppFunction.Text(function.TriggerBinding, "name")!] = timer });
        return TypedResults.Accepted((string?)null);
    }

    private static async Task CallAsync(HttpContext context, IAsyncConverter<HttpRequestMessage, HttpResponseMessage> hook)
    {
        var address = new UriBuilder(context.Request.Scheme, "127.0.0.1", context.Connection.LocalPort, context.Request.Path, context.Request.QueryString.Value).Uri;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address);
        request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        using var answer = await hook.ConvertAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers)
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (answer.Content is { } content)
        {
            context.Response.ContentType = content.Headers.ContentType?.ToString();
            await content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private async Task ForwardAsync(HttpContext context, AppFunction function, string worker, IJobHost jobs)
    {
        var call = new HttpCall(
            Guid.NewGuid().ToString(),
            context.Request.RouteValues.ToDictionary(static value => value.Key, static value => value.Value?.ToString() ?? "", StringComparer.Ordinal));
        context.Request.Headers[InvocationHeader] = call.InvocationId;
        var parameter = AppFunction.Text(function.TriggerBinding, "name")!;
        var invocation = jobs.CallAsync(function.Name, new Dictionary<string, object>(StringComparer.Ordinal) { [parameter] = call }, context.RequestAborted);
        var forwarder = context.RequestServices.GetRequiredService<IHttpForwarder>();
        await forwarder.SendAsync(context, worker, _client, Forwarding);
        try
        {
            await invocation;
        }
        catch (Exception) when (!context.Response.HasStarted)
        {
            // The worker answers 200 for a function that failed; the Functions host turns it into this status, without a body.
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }
}
