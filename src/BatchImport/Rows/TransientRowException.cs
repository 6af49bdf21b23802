namespace BatchImport.Rows;

/// <summary>A target could not take a row now (a time-out, 429, 5xx); the row is tried again, and is an error when the tries end.</summary>
/// <param name="message">What happened, for the file's owner; no secret.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public sealed class TransientRowException(string message, Exception? innerException = null) : Exception(message, innerException);
