namespace BatchImport.Targets;

/// <summary>A target refuses a row; a retry would not help.</summary>
/// <param name="message">The reason, for the file's owner; no secret.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class RowRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
