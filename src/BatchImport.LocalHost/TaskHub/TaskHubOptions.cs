namespace BatchImport.LocalHost.TaskHub;

/// <summary>Represents the options of a task hub: host.json's <c>extensions.durableTask</c>, and the file's location.</summary>
public sealed record TaskHubOptions
{
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    /// <summary>The task hub's name, which is also its file's. Default: <c>TestHubName</c>, as in Durable Functions outside Azure.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary>The largest number of activities that run at once. Default: 10 times the processors, as in Durable Functions.</summary>
    public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>The largest number of orchestrators that execute a step at once. Default: 10 times the processors, as in Durable Functions.</summary>
    public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>The version of orchestrations that are started without one; null for none.</summary>
    public string? DefaultVersion { get; init; }

    /// <summary>The folder of the task hub's file; created when it does not exist.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Whether every commit waits for the disk. Default: false, which loses nothing when the process is killed; a power failure may
    /// then undo the last moments (never damage the file), and the undone steps are executed again.
    /// </summary>
    public bool SurvivePowerLoss { get; init; }

    /// <summary>The largest number of idle orchestrations in memory; others are replayed at their next event. Default: 1,000.</summary>
    public int MaxIdleOrchestrations { get; init; } = 1_000;

    /// <summary>How often the host may end unexpectedly while an activity runs before the activity fails instead of running again. Default: 5.</summary>
    public int MaxActivityCrashes { get; init; } = 5;

    internal string FilePath => Path.Combine(Folder, HubName + ".db");

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal static void Validate(TaskHubOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Folder))
        {
            throw new ArgumentException("The task hub requires a folder.", nameof(options));
        }

        if (string.IsNullOrEmpty(options.HubName) || options.HubName.AsSpan().IndexOfAnyExcept(NameCharacters) >= 0)
        {
            throw new ArgumentException(
                $"The task hub's name '{options.HubName}' must contain one or more letters, digits, '-' and '_', and nothing else (host.json, extensions.durableTask.hubName).", nameof(options));
        }

        ThrowIfBelow(options.MaxConcurrentActivityFunctions, 1, nameof(MaxConcurrentActivityFunctions));
        ThrowIfBelow(options.MaxConcurrentOrchestratorFunctions, 1, nameof(MaxConcurrentOrchestratorFunctions));
        ThrowIfBelow(options.MaxIdleOrchestrations, 0, nameof(MaxIdleOrchestrations));
        ThrowIfBelow(options.MaxActivityCrashes, 1, nameof(MaxActivityCrashes));

        void ThrowIfBelow(int value, int least, string name)
        {
            if (value < least)
            {
                throw new ArgumentException($"The task hub's {name} is {value} and must be at least {least} (host.json, extensions.durableTask).", nameof(options));
            }
        }
    }
}
