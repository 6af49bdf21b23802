namespace BatchImport.LocalHost.Invocation;

/// <summary>A function uses something that this host does not support. Thrown at start: the host runs all functions or none.</summary>
/// <param name="message">The function, the parameter and why.</param>
internal sealed class FunctionBindingException(string message) : Exception(message);
