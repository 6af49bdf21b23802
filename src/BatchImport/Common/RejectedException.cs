namespace BatchImport.Common;

/// <summary>
/// A file, or its metadata, cannot be imported, and a retry would not help. The owner receives the message: it names the part of the
/// file, the place, the rule and the corrective action. The import ends in the state <c>Rejected</c>; infrastructure faults never
/// throw this exception.
/// </summary>
/// <param name="code">What is wrong, as a stable word in kebab case for programs: <c>empty-file</c>, <c>missing-column</c>.</param>
/// <param name="message">What is wrong, for people. Never a secret; may name columns, sheets and rows.</param>
/// <param name="innerException">The cause, if there is one.</param>
public class RejectedException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What is wrong, as a stable word for programs.</summary>
    public string Code { get; } = code;
}
