namespace BatchImport.Imports;

/// <summary>The state of the notification of a webhook.</summary>
public enum WebhookState
{
    /// <summary>It has not been accepted yet; further attempts follow.</summary>
    Pending,

    /// <summary>The receiver accepted it.</summary>
    Delivered,

    /// <summary>The attempts are used up, or the receiver wants no more.</summary>
    Failed,
}
