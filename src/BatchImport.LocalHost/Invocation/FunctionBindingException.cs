namespace BatchImport.LocalHost.Invocation;

/// <summary>A function uses something this host does not do. Thrown at start, so that nothing runs with a part of its functions.</summary>
/// <param name="message">The function, the parameter and why.</param>
internal sealed class FunctionBindingException(string message) : Exception(message);
