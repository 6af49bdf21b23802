namespace BatchImport.Tests.Telemetry;

/// <summary>Tests that listen run alone: there is one source and one meter a process, and some tests need that nobody listens.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetryRun
{
    public const string Name = "Telemetry";
}
