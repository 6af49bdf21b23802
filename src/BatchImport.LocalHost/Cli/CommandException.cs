namespace BatchImport.LocalHost.Cli;

/// <summary>A command cannot be executed. The message is for the user of the command line.</summary>
/// <param name="exitCode">The exit code: <see cref="ExitCodes"/>.</param>
/// <param name="message">What is wrong, and what to do next.</param>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int ExitCode => exitCode;
}
