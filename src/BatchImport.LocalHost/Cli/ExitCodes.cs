namespace BatchImport.LocalHost.Cli;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCodes
{
    /// <summary>The import completed, the host was stopped by a signal, or the command was executed.</summary>
    public const int Completed = 0;

    /// <summary>The import was rejected or failed, it does not allow the command, no host runs, or a required service failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line is invalid, or the file or import it names does not exist.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl+C or SIGTERM before the import ended: 128 and the number of SIGINT, as in shells.</summary>
    public const int Interrupted = 130;
}
