namespace BatchImport.LocalHost.Functions;

/// <summary>Runs the function by a schedule, in UTC.</summary>
/// <param name="schedule">An NCRONTAB expression of six fields (seconds first) or five; texts between percent signs are settings.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>The schedule.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>True to remember occurrences, so that one missed while the host was down is made up for at its start.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>True to run at every start of the host as well.</summary>
    public bool RunOnStartup { get; set; }
}
