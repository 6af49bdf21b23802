namespace BatchImport.LocalHost.Functions;

/// <summary>A function, as its context names it.</summary>
public sealed class FunctionDefinition
{
    internal FunctionDefinition(string name, string entryPoint)
    {
        Name = name;
        EntryPoint = entryPoint;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its method: type and name.</summary>
    public string EntryPoint { get; }
}
