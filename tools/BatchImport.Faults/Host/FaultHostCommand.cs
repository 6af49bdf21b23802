using System.CommandLine;
using BatchImport.Functions;
using BatchImport.LocalHost;
using BatchImport.LocalHost.Cli;
using BatchImport.Pipeline;
using BatchImport.Targets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace BatchImport.Faults.Host;

/// <summary>
/// <c>serve</c>: the LocalHost with a target that misbehaves on demand, in a process that can be killed. Settings enable further faults
/// inside it.
/// </summary>
internal static class FaultHostCommand
{
    /// <summary>The setting that runs every activity twice when it is <c>true</c>.</summary>
    public const string Twice = "Faults:Twice";

    /// <summary>The setting that makes the clock jump when it is <c>true</c>.</summary>
    public const string Jumping = "Faults:Jumping";

    /// <summary>The setting that makes triggers give every file up when it is <c>true</c>.</summary>
    public const string GivenUp = "Faults:GivenUp";

    // The attempts of a trigger: poisonBlobThreshold in host.json.
    private const int TriggerAttempts = 5;

    public static Command Create()
    {
        var options = new HostOptions();
        var command = new Command("serve", "The host for the faults; started by the program itself.") { Hidden = true };
        options.AddTo(command);
        command.SetAction(parsed => RunAsync(options.Read(parsed)));
        return command;
    }

    private static Task<int> RunAsync(HostArguments arguments) => CommandLineApp.GuardAsync(AnsiConsole.Console, async stop =>
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        using var log = new ConsoleLog(AnsiConsole.Console, TimeProvider.System);
        var options = arguments.ToOptions(log, LogLevel.Information, _ => { }) with
        {
            ConfigureServices = (services, configuration) => Configure(services, configuration, settings),
            FunctionTypes = settings.GetValue<bool>(Twice) ? TwiceTypes() : null,
        };
        await using var app = await LocalHostApp.StartAsync(options, stop);
        await Console.Out.WriteLineAsync("Ctrl+C stops it.");
        await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return ExitCodes.Completed;
    });

    private static void Configure(IServiceCollection services, IConfiguration configuration, IConfiguration faults)
    {
        services.AddBatchImport(configuration).AddFunctionServices().AddSingleton<IRowTarget, FaultTarget>();
        if (faults.GetValue<bool>(Jumping))
        {
            services.AddSingleton<TimeProvider, JumpingTimeProvider>();
        }

        if (faults.GetValue<bool>(GivenUp))
        {
            var files = services.Last(static service => service.ServiceType == typeof(IDroppedFiles)).ImplementationType!;
            services.AddSingleton<IDroppedFiles>(provider => new FailingLook((IDroppedFiles)ActivatorUtilities.CreateInstance(provider, files), TriggerAttempts));
        }
    }

    private static Type[] TwiceTypes()
    {
        var replaced = typeof(TwiceActivities).GetMethods().Select(method => method.Name).ToHashSet(StringComparer.Ordinal);
        return [typeof(TwiceActivities), .. typeof(FunctionServices).Assembly.GetTypes().Where(type => !replaced.Contains(type.Name))];
    }
}
