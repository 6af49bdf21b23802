namespace BatchImport.LocalHost.DurableTask;

/// <summary>Marks the <see cref="DurableTaskClient"/> parameter of a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableClientAttribute : Attribute
{
    /// <summary>The task hub; null for the host's, which is the only one here.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The storage connection's name; unused here.</summary>
    public string? ConnectionName { get; set; }
}
