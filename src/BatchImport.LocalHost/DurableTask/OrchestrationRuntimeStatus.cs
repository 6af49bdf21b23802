namespace BatchImport.LocalHost.DurableTask;

/// <summary>How an orchestration instance stands.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It has started and is not over.</summary>
    Running,

    /// <summary>It returned.</summary>
    Completed,

    /// <summary>Never used; the number is kept.</summary>
    [Obsolete("The ContinuedAsNew status is obsolete and exists only for compatibility reasons.")]
    ContinuedAsNew,

    /// <summary>It threw.</summary>
    Failed,

    /// <summary>Never used; the number is kept.</summary>
    [Obsolete("The Canceled status is not currently used and exists only for compatibility reasons.")]
    Canceled,

    /// <summary>It was ended from outside.</summary>
    Terminated,

    /// <summary>It is scheduled and has not started.</summary>
    Pending,

    /// <summary>It is halted from outside until it is resumed.</summary>
    Suspended,
}
