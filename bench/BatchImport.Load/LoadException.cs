namespace BatchImport.Load;

/// <summary>A load run cannot be executed, or its result is wrong; the message contains the remedy.</summary>
/// <param name="message">The problem and its place.</param>
internal sealed class LoadException(string message) : Exception(message);
