using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>serve</c>: keeps the host up until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>The end of its help.</summary>
    public const string Examples =
        """
        Exit codes: 0 stopped as told, 1 something it needs failed, 2 usage error.

        Examples:
          serve
          serve --port 8080 --redis-port 6390
        and then, from anywhere:
          az storage blob upload --connection-string UseDevelopmentStorage=true -c imports -f customers.xlsx --metadata owner=ada@example.com
        """;

    public static Command Create()
    {
        var options = new HostOptions();
        var command = new Command(
            "serve",
            "Keeps the host up: files dropped into the container 'imports' by any storage client are imported. Ends with Ctrl+C or SIGTERM; imports under way go on at the next start.");
        options.AddTo(command);
        command.SetAction(parsed => RunAsync(options.Read(parsed)));
        return command;
    }

    private static Task<int> RunAsync(HostArguments arguments) => CommandLineApp.GuardAsync(CommandLineApp.ErrorConsole(), async stop =>
    {
        var console = AnsiConsole.Console;
        using var log = new ConsoleLog(console, TimeProvider.System);
        var options = arguments.ToOptions(log, LogLevel.Information, step => console.Write(new Text(step + " …\n")));
        try
        {
            await using var app = await LocalHostApp.StartAsync(options, stop);
            Tell(console, app);
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            console.Write(new Text("Stopping …\n"));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop while it was starting.
        }

        return ExitCodes.Completed;
    });

    private static void Tell(IAnsiConsole console, LocalHostApp app)
    {
        var lines = new List<string> { $"BatchImport serves at {app.Address}", "" };
        if (app.Azurite is { } azurite)
        {
            var isUsual = azurite is { BlobPort: Services.AzuriteOptions.DefaultBlobPort, QueuePort: Services.AzuriteOptions.DefaultQueuePort };
            lines.Add($"Drop files into    the container 'imports', with the metadata owner=<address>");
            lines.Add($"Connection string  {(isUsual ? "UseDevelopmentStorage=true" : azurite.ConnectionString)}");
        }
        else
        {
            lines.Add("Drop files into    the container 'imports' of the storage account in AzureWebJobsStorage, with the metadata owner=<address>");
        }

        lines.Add(string.Create(CultureInfo.InvariantCulture, $"Imports            {new Uri(app.Address, "api/imports")}"));
        lines.Add($"Mails              {(string.Equals(app.Settings["Mail:Sender"], "Outbox", StringComparison.OrdinalIgnoreCase) ? app.Settings["Mail:Outbox:Folder"] : "are sent by " + app.Settings["Mail:Sender"])}");
        lines.Add($"Everything kept    {app.StateFolder.Path}");
        lines.Add("");
        lines.Add("Ctrl+C stops it.");

        // One line each, however narrow the terminal: paths and connection strings are there to be copied.
        foreach (var line in lines)
        {
            console.Profile.Out.Writer.WriteLine(line);
        }
    }
}
