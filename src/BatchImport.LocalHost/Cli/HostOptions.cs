using System.CommandLine;
using System.Globalization;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Cli;

/// <summary>The options that commands share: which host to use, and how to start one.</summary>
internal sealed class HostOptions
{
    private const int LastPort = 65_535;

    private readonly Option<int> _port = Port("--port", "the host's HTTP server", LocalHostOptions.DefaultPort);
    private readonly Option<int> _blobPort = Port("--blob-port", "Azurite's blob service", AzuriteOptions.DefaultBlobPort);
    private readonly Option<int> _queuePort = Port("--queue-port", "Azurite's queue service", AzuriteOptions.DefaultQueuePort);
    private readonly Option<int> _tablePort = Port("--table-port", "Azurite's table service", AzuriteOptions.DefaultTablePort);
    private readonly Option<int> _redisPort = Port("--redis-port", "the Redis-compatible server", RedisOptions.DefaultPort);

    private readonly Option<string?> _state = new("--state")
    {
        Description = $"The folder for everything kept on this machine. Default: {StateFolder.DefaultName} in the project's folder.",
        HelpName = "folder",
    };

    private readonly Option<string?> _outbox = new("--outbox")
    {
        Description = "The folder that mails are put into as .eml files. Default: outbox in the state folder.",
        HelpName = "folder",
    };

    private readonly Option<string?> _azurite = new("--azurite")
    {
        Description = "The folder that Azurite is installed into; several state folders may share one. Default: azurite in the state folder.",
        HelpName = "folder",
    };

    /// <summary>Adds the options to a command that may start a host.</summary>
    public void AddTo(Command command)
    {
        AddFindingTo(command);
        command.Options.Add(_blobPort);
        command.Options.Add(_queuePort);
        command.Options.Add(_tablePort);
        command.Options.Add(_redisPort);
        command.Options.Add(_outbox);
        command.Options.Add(_azurite);
    }

    /// <summary>Adds the options that identify a running host to a command that needs one.</summary>
    public void AddFindingTo(Command command)
    {
        command.Options.Add(_port);
        command.Options.Add(_state);
    }

    /// <summary>The values of the options.</summary>
    public HostArguments Read(ParseResult parsed)
    {
        var state = parsed.GetValue(_state);
        return new HostArguments
        {
            Port = parsed.GetValue(_port),
            BlobPort = parsed.GetValue(_blobPort),
            QueuePort = parsed.GetValue(_queuePort),
            TablePort = parsed.GetValue(_tablePort),
            RedisPort = parsed.GetValue(_redisPort),
            StateFolder = Path.GetFullPath(state ?? Path.Combine(HostArguments.ProjectFolder(Directory.GetCurrentDirectory()), StateFolder.DefaultName)),
            IsStateFolderChosen = state is not null,
            Outbox = parsed.GetValue(_outbox),
            AzuriteInstallFolder = parsed.GetValue(_azurite),
        };
    }

    private static Option<int> Port(string name, string of, int absent)
    {
        var option = new Option<int>(name)
        {
            Description = $"The port of {of}; 0 for any free one.",
            HelpName = "port",
            DefaultValueFactory = _ => absent,
        };
        option.Validators.Add(result =>
        {
            // The parser reports a value that is not a number.
            if (result.Tokens is [{ } token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var port) && port is < 0 or > LastPort)
            {
                result.AddError($"{name} takes a port from 0 to {LastPort}.");
            }
        });
        return option;
    }
}
