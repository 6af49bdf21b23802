namespace BatchImport.LocalHost.Functions;

/// <summary>What a timer function is told.</summary>
public sealed class TimerInfo
{
    /// <summary>The schedule's occurrences; null when they are not remembered.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True when this run makes up for a missed one.</summary>
    public bool IsPastDue { get; set; }
}
