namespace BatchImport.LocalHost.Cli;

/// <summary>A command cannot do what it was asked for. The message is for the person at the keyboard.</summary>
/// <param name="exitCode">The exit code: <see cref="ExitCodes"/>.</param>
/// <param name="message">What is wrong, and what to do next.</param>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int ExitCode => exitCode;
}
