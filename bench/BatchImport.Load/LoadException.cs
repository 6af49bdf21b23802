namespace BatchImport.Load;

/// <summary>A load run cannot be done, or its result is wrong; the message says what to do.</summary>
/// <param name="message">What and where.</param>
internal sealed class LoadException(string message) : Exception(message);
