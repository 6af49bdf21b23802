using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace BatchImport.LocalHost.Cli;

/// <summary><c>serve</c>: runs the host until a signal stops it.</summary>
internal static class ServeCommand
{
    /// <summary>The end of its help.</summary>
    public const string Examples =
        """
        Exit codes: 0 stopped by a signal, 1 a service it needs failed, 2 usage error.

        Examples:
          serve
          serve --port 8080 --redis-port 6390
          serve --listen 0.0.0.0 --host-name imports.example.com
        and then, from another terminal:
          az storage blob upload --connection-string UseDevelopmentStorage=true -c imports -f customers.xlsx --metadata owner=ada@example.com
        """;

    public static Command Create()
    {
        var options = new HostOptions();
        var command = new Command(
            "serve",
            "Runs the host: files dropped into the container 'imports' by any storage client are imported. Ends with Ctrl+C or SIGTERM; imports in progress continue at the next start.");
        var listen = new Option<IPAddress?>("--listen")
        {
            Description = "Also serves on this address, such as 0.0.0.0 in a container. Requests from other machines need the key of the state folder.",
            HelpName = "address",
            CustomParser = Address,
        };
        var names = new Option<string[]>("--host-name")
        {
            Description = "A name under which the host is reached besides localhost and IP addresses, such as imports.example.com; can be repeated.",
            HelpName = "name",
            AllowMultipleArgumentsPerToken = true,
        };
        names.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => Uri.CheckHostName(token.Value) == UriHostNameType.Unknown) is { } wrong)
            {
                result.AddError($"--host-name takes a name without a scheme and a port; '{wrong.Value}' is not valid.");
            }
        });
        options.AddTo(command);
        command.Options.Add(listen);
        command.Options.Add(names);
        command.SetAction(parsed => RunAsync(options.Read(parsed) with { ListenAddress = parsed.GetValue(listen), HostNames = parsed.GetValue(names) ?? [] }));
        return command;
    }

    private static Task<int> RunAsync(HostArguments arguments) => CommandLineApp.GuardAsync(CommandLineApp.ErrorConsole(), async stop =>
    {
        var console = AnsiConsole.Console;
        using var log = new ConsoleLog(console, TimeProvider.System);
        var options = arguments.ToOptions(log, LogLevel.Information, step => console.WriteText(step + " …"));
        try
        {
            await using var app = await LocalHostApp.StartAsync(options, stop);
            Tell(console, app, arguments);
            await app.WaitForStopAsync(stop);
            console.WriteText("Stopping …");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it was starting.
        }

        return ExitCodes.Completed;
    });

    private static IPAddress? Address(ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
        {
            return address;
        }

        result.AddError("--listen takes an IP address of this machine, or 0.0.0.0 or [::] for all of them.");
        return null;
    }

    private static void Tell(IAnsiConsole console, LocalHostApp app, HostArguments arguments)
    {
        var also = arguments.ListenAddress is { } address ? $" and, for other machines, on {address}" : "";
        var lines = new List<string> { $"BatchImport serves at {app.Address}{also}", "" };
        if (app.Azurite is { } azurite)
        {
            var isUsual = azurite is
            {
                BlobPort: Services.AzuriteOptions.DefaultBlobPort, QueuePort: Services.AzuriteOptions.DefaultQueuePort, TablePort: Services.AzuriteOptions.DefaultTablePort,
            };
            lines.Add($"Drop files into    the container 'imports', with the metadata owner=<address>");
            lines.Add($"Connection string  {(isUsual ? "UseDevelopmentStorage=true" : azurite.ConnectionString)}");
        }
        else
        {
            lines.Add("Drop files into    the container 'imports' of the storage account in AzureWebJobsStorage, with the metadata owner=<address>");
        }

        if (app.DefinitionFolders.Count > 0)
        {
            lines.Add($"Definitions from   {string.Join(" and ", app.DefinitionFolders)}, installed when they change");
        }

        lines.Add($"Page               {app.Address}");
        if (app.KeySource is { } source)
        {
            lines.Add($"Key                in {source}; other machines send it in the header x-functions-key, and the page has a box for it");
        }

        lines.Add($"Mails              {(string.Equals(app.Settings["Mail:Sender"], "Outbox", StringComparison.OrdinalIgnoreCase) ? app.Settings["Mail:Outbox:Folder"] : "are sent by " + app.Settings["Mail:Sender"])}");
        lines.Add($"State folder       {app.StateFolder.Path}");
        lines.Add("");
        lines.Add("Ctrl+C stops it.");

        foreach (var line in lines)
        {
            console.WriteLineAsIs(line);
        }
    }
}
