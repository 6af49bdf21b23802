using System.Net;
using System.Runtime.InteropServices;
using BatchImport.FunctionApp.Host;
using BatchImport.FunctionApp.Host.Http;
using BatchImport.FunctionApp.Host.Jobs;
using BatchImport.FunctionApp.Host.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

if (args is [ProcessGuard.Command, .. var guarded])
{
    return await ProcessGuard.RunAsync(guarded);
}

if (FunctionAppOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync("Usage: BatchImport.FunctionApp.Host <function app assembly> <port>");
    return 2;
}

// The end of standard input ends the host as a signal does, also when the process that started it was killed.
var stop = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
_ = ProcessGuard.WaitForEndOfInputAsync().ContinueWith(_ => stop.TrySetResult(), TaskScheduler.Default);
_ = ExitAsync(stop.Task);

Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated");
AppExtensions.ResolveFrom(options.AppFolder);
var hostJson = HostConfiguration.Read(options.AppFolder);
using var logs = LoggerFactory.Create(logging => logging
    .AddConfiguration(hostJson.GetSection("logging"))
    .AddSimpleConsole(console => console.SingleLine = true));

var channel = new WorkerChannel(logs);
await using var rpc = await StartRpcAsync(channel);
var rpcPort = new Uri(rpc.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;
await using var worker = await WorkerProcess.StartAsync(options, channel, rpcPort);
FunctionForwarder.Connect(channel, worker.Functions);

using var jobs = JobHost.Build(options, hostJson, worker.Functions, logs);
await jobs.StartAsync();
await using (await HttpServer.StartAsync(options, hostJson, worker, jobs, logs))
{
    Console.WriteLine($"Functions: {string.Join(' ', worker.Functions.Select(static function => function.Name))}");
    Console.WriteLine($"Ready: {options.Address}");
    await Task.WhenAny(stop.Task, worker.WaitForExitAsync());
}

await jobs.StopAsync();
return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}

// Also ends a host that hangs while it starts or stops.
static async Task ExitAsync(Task stop)
{
    await stop;
    await Task.Delay(TimeSpan.FromSeconds(15));
    Environment.Exit(1);
}

static async Task<WebApplication> StartRpcAsync(WorkerChannel channel)
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder.Services.AddGrpc(grpc =>
    {
        grpc.MaxReceiveMessageSize = null;
        grpc.MaxSendMessageSize = null;
    });
    builder.Services.AddSingleton(channel);
    builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.Listen(IPAddress.Loopback, 0, static listener => listener.Protocols = HttpProtocols.Http2);
        kestrel.Limits.MaxRequestBodySize = null;
    });
    var server = builder.Build();
    server.MapGrpcService<WorkerChannel>();
    await server.StartAsync();
    return server;
}
