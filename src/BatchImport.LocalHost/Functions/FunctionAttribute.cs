namespace BatchImport.LocalHost.Functions;

/// <summary>Makes a method a function. Stands in for the attribute of the same name of Microsoft.Azure.Functions.Worker, like everything here.</summary>
/// <param name="name">The function's name; no two functions share one, without case.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name.</summary>
    public string Name { get; } = name;
}
