namespace BatchImport.LocalHost.Cli;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>The import completed, the host was told to stop, or what was asked for is done.</summary>
    public const int Completed = 0;

    /// <summary>The import was rejected or failed, it does not allow the command, no host serves, or something that is needed failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong, or the file or import it names is not there.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl+C or SIGTERM before the import did: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
