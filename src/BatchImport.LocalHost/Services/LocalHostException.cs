namespace BatchImport.LocalHost.Services;

/// <summary>The host, or a service it requires, cannot run here. The message names the problem, its place and the remedy.</summary>
/// <param name="message">The problem and the remedy, for the user of the command line; never a secret.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class LocalHostException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>A port that another program uses.</summary>
    /// <param name="service">The service that was to listen there.</param>
    /// <param name="port">The port.</param>
    /// <param name="option">The command line's option that chooses another one.</param>
    /// <param name="who">The known facts about the other program, as the end of a sentence; null for none.</param>
    internal static LocalHostException PortTaken(string service, int port, string option, string? who = null) =>
        new($"Port {port}, where {service} was to listen, is taken by {who ?? "another program"}. Choose another port with {option} <port>, or stop that program.");

    /// <summary>A folder or file of this host that cannot be created, read or written.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="innerException">The cause.</param>
    internal static LocalHostException NotWritable(string path, Exception innerException) =>
        new($"{path} cannot be created or written: {innerException.Message.TrimEnd('.')}. Check its permissions and the free space, or choose another folder with --state <folder>.", innerException);

    /// <summary>A service that answers but does not store values.</summary>
    /// <param name="service">The service, as the beginning of a sentence.</param>
    /// <param name="port">Its port.</param>
    /// <param name="reason">The result of a probe.</param>
    /// <param name="folder">The folder of its data.</param>
    /// <param name="log">Its log.</param>
    internal static LocalHostException DoesNotStore(string service, int port, string reason, string folder, string log) =>
        new($"{service} answers on port {port} but does not store a value: {reason}. Check the free space and the permissions of {folder}; its log is {log}.");
}
