namespace BatchImport.LocalHost.DurableTask;

/// <summary>How an orchestration starts over.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The input of the next generation.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody waited for yet are handed on to the next generation. Default: true.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The next generation's version; null for the same.</summary>
    public string? NewVersion { get; set; }
}
