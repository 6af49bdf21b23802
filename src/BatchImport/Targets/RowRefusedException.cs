namespace BatchImport.Targets;

/// <summary>A target will not take a row as it is; trying again would not help.</summary>
/// <param name="message">Why, for the file's owner; no secret.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public sealed class RowRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
