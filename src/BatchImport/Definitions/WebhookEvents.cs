namespace BatchImport.Definitions;

/// <summary>The events that webhooks are notified of.</summary>
public static class WebhookEvents
{
    /// <summary>An import completed: each row has its result.</summary>
    public const string Completed = "import.completed";

    /// <summary>A file could not be imported.</summary>
    public const string Rejected = "import.rejected";

    /// <summary>An import could not continue.</summary>
    public const string Failed = "import.failed";

    /// <summary>A user cancelled an import.</summary>
    public const string Cancelled = "import.cancelled";

    /// <summary>All events.</summary>
    public static IReadOnlyList<string> All { get; } = [Completed, Rejected, Failed, Cancelled];
}
