using BatchImport.Staging;
using OpenTelemetry.Trace;

namespace BatchImport.Telemetry;

/// <summary>
/// Selects the spans to keep: those of a share of the imports, by batch id, and a share of their slices, spread over the file. The others are
/// created nevertheless, and kept by <see cref="FailedSpans"/> when they fail.
/// </summary>
internal sealed class ImportSampler(double importRatio, double sliceRatio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _imports = new(importRatio);
    private readonly double _slices = sliceRatio * (1L << 32);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var isKept = _imports.ShouldSample(samplingParameters).Decision == SamplingDecision.RecordAndSample
            && (!string.Equals(samplingParameters.Name, ImportStep.Slice, StringComparison.Ordinal) || Mix(Place(samplingParameters)) < _slices);
        return new SamplingResult(isKept ? SamplingDecision.RecordAndSample : SamplingDecision.RecordOnly);
    }

    /// <summary>The position of the first row in the file.</summary>
    private static uint Place(in SamplingParameters slice)
    {
        var place = 0u;
        foreach (var (name, value) in slice.Tags ?? [])
        {
            place += (name, value) switch
            {
                (ImportTags.Page, int page) => (uint)page * RowPage.Size,
                (ImportTags.FirstRow, int first) => (uint)first,
                _ => 0,
            };
        }

        return place;
    }

    /// <summary>MurmurHash3's finalizer: distributes consecutive values evenly. 0 stays 0, so that the first slice is kept unless none is.</summary>
    private static uint Mix(uint value)
    {
        unchecked
        {
            value = (value ^ (value >> 16)) * 0x85EBCA6B;
            value = (value ^ (value >> 13)) * 0xC2B2AE35;
            return value ^ (value >> 16);
        }
    }
}
