namespace BatchImport.LocalHost.DurableTask;

/// <summary>Marks the parameter that makes a function an activity: its input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : Attribute
{
    /// <summary>The activity's name; null for the function's.</summary>
    public string? Activity { get; set; }
}
