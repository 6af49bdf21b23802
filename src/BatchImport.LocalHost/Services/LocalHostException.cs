namespace BatchImport.LocalHost.Services;

/// <summary>The host, or a service it needs, cannot run here. The message is for the person at the keyboard: what, where, and what to do next.</summary>
/// <param name="message">What is wrong and what to do about it; never a secret.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public sealed class LocalHostException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>A port that somebody else uses.</summary>
    /// <param name="service">What was to listen there.</param>
    /// <param name="port">The port.</param>
    /// <param name="option">The command line's option that chooses another one.</param>
    /// <param name="who">What is known of the other one, as the end of a sentence; null for nothing.</param>
    internal static LocalHostException PortTaken(string service, int port, string option, string? who = null) =>
        new($"Port {port}, where {service} was to listen, is taken by {who ?? "another program"}. Choose another port with {option} <port>, or stop that program.");

    /// <summary>A folder or file of this host that cannot be created, read or written.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="innerException">What led to it.</param>
    internal static LocalHostException NotWritable(string path, Exception innerException) =>
        new($"{path} cannot be created or written: {innerException.Message.TrimEnd('.')}. Check its permissions and the free space, or choose another folder with --state <folder>.", innerException);

    /// <summary>A service that answers but does not store what it is given.</summary>
    /// <param name="service">The service, as the beginning of a sentence.</param>
    /// <param name="port">Its port.</param>
    /// <param name="reason">What a probe found.</param>
    /// <param name="folder">Where it keeps its data.</param>
    /// <param name="log">Its log.</param>
    internal static LocalHostException DoesNotStore(string service, int port, string reason, string folder, string log) =>
        new($"{service} answers on port {port} but does not store a value: {reason}. Check the free space and the permissions of {folder}; its log is {log}.");
}
