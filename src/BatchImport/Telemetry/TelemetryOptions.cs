using System.ComponentModel.DataAnnotations;

namespace BatchImport.Telemetry;

/// <summary>How much is traced, when there is somewhere to send it; configuration section <c>Telemetry</c>. Spans of what failed are always kept.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>The part of all imports that is traced, 0 to 1; by batch id, so that all processes choose the same ones. Default: 1.</summary>
    [Range(0.0, 1.0)]
    public double ImportRatio { get; set; } = 1;

    /// <summary>The part of a traced import's slices that has a span, 0 to 1; its other steps always have. Default: 0.01.</summary>
    [Range(0.0, 1.0)]
    public double SliceRatio { get; set; } = 0.01;
}
