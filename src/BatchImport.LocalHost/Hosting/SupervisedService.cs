using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Hosting;

/// <summary>A service that a <see cref="ServiceSupervisor"/> restarts.</summary>
internal sealed record SupervisedService
{
    /// <summary>The name, for the beginning of a sentence in the log.</summary>
    public required string Name { get; init; }

    /// <summary>Waits for the end of the current process.</summary>
    public required Func<CancellationToken, Task> WaitForExitAsync { get; init; }

    /// <summary>Finds out whether the service works: writes a value and reads it.</summary>
    public required Func<CancellationToken, Task<ProbeResult>> ProbeAsync { get; init; }

    /// <summary>Stops the current process.</summary>
    public required Func<Task> StopAsync { get; init; }

    /// <summary>Starts a process; returns when it works.</summary>
    public required Func<CancellationToken, Task> StartAsync { get; init; }
}
