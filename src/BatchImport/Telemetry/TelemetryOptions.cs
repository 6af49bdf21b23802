using System.ComponentModel.DataAnnotations;

namespace BatchImport.Telemetry;

/// <summary>The share of traces to send, if telemetry is exported; configuration section <c>Telemetry</c>. Spans of failures are always kept.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>The share of imports that is traced, 0 to 1; by batch id, so that all processes select the same ones. Default: 1.</summary>
    [Range(0.0, 1.0)]
    public double ImportRatio { get; set; } = 1;

    /// <summary>The share of a traced import's slices that has a span, 0 to 1; its other steps always have one. Default: 0.01.</summary>
    [Range(0.0, 1.0)]
    public double SliceRatio { get; set; } = 0.01;
}
