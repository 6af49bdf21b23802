namespace BatchImport.Common;

/// <summary>
/// A file, or what came with it, cannot be imported, and trying again would not help. The answer to the owner is the message:
/// it names the file's part, the place and the rule, and what to do next. It ends an import in
/// the state <c>Rejected</c>; it is never thrown for a fault of the infrastructure.
/// </summary>
/// <param name="code">What is wrong, as a stable word in kebab case for programs: <c>empty-file</c>, <c>missing-column</c>.</param>
/// <param name="message">What is wrong, for people. Never a secret; may name columns, sheets and rows.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public class RejectedException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What is wrong, as a stable word for programs.</summary>
    public string Code { get; } = code;
}
