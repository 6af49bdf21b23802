namespace BatchImport.LocalHost.Functions;

/// <summary>A timer's occurrences, in UTC.</summary>
public sealed class ScheduleStatus
{
    /// <summary>The last one that ran; the least date when none has.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next one.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this was written.</summary>
    public DateTime LastUpdated { get; set; }
}
