namespace BatchImport.Tests.Telemetry;

/// <summary>Tests with listeners run alone: there is one source and one meter per process, and some tests need that there is no listener.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetryRun
{
    public const string Name = "Telemetry";
}
