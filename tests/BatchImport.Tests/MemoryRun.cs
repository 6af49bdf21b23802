namespace BatchImport.Tests;

/// <summary>Tests that measure the memory of the process run alone: it also holds what other tests allocate.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryRun
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "Memory";
}
