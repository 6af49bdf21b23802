using System.Diagnostics;
using BatchImport.Staging;
using BatchImport.Telemetry;
using OpenTelemetry.Trace;

namespace BatchImport.Tests.Telemetry;

/// <summary>Which spans are kept.</summary>
public sealed class ImportSamplerTests
{
    private static readonly string[] Steps =
        [ImportStep.Import, ImportStep.Stage, ImportStep.Reconcile, ImportStep.Compose, ImportStep.Send, ImportStep.Fail, ImportStep.Finish];

    [Fact]
    public void Every_step_of_a_traced_import_is_kept_besides_slices()
    {
        var sampler = new ImportSampler(importRatio: 1, sliceRatio: 0);

        Assert.All(Steps, step => Assert.True(IsKept(sampler, Id(7), step)));
        Assert.False(IsKept(sampler, Id(7), Slice(0, 0)));
    }

    [Theory]
    [InlineData(0.01, 250)]
    [InlineData(0.01, 1)]
    [InlineData(0.25, 250)]
    [InlineData(1, 7)]
    public void The_part_of_the_slices_that_is_asked_for_is_kept_and_the_first_with_it(double ratio, int size)
    {
        var sampler = new ImportSampler(importRatio: 1, ratio);
        var slices = Enumerable.Range(0, 1_000).SelectMany(page => RowSlice.Split("", page, RowPage.Size, size)).ToArray();

        var kept = slices.Count(slice => IsKept(sampler, Id(7), Slice(slice.Page, slice.First)));

        Assert.InRange((double)kept / slices.Length, ratio * 0.5, ratio * 1.5);
        Assert.True(IsKept(sampler, Id(7), Slice(0, 0)));
    }

    [Fact]
    public void The_part_of_the_imports_that_is_asked_for_is_kept_whole()
    {
        var sampler = new ImportSampler(importRatio: 0.2, sliceRatio: 1);
        var ids = Enumerable.Range(0, 1_000).Select(Id).ToArray();

        var kept = ids.Where(id => IsKept(sampler, id, ImportStep.Stage)).ToArray();

        Assert.InRange(kept.Length, 150, 250);
        Assert.All(kept, id => Assert.True(IsKept(sampler, id, ImportStep.Finish) && IsKept(sampler, id, Slice(3, 250))));
        Assert.All(ids.Except(kept), id => Assert.False(IsKept(sampler, id, ImportStep.Finish) || IsKept(sampler, id, Slice(3, 250))));
    }

    private static ActivityTraceId Id(int file) =>
        ActivityTraceId.CreateFromString(BatchImport.Common.ImportId.For("imports", $"{file}.csv", "1"));

    private static KeyValuePair<string, object?>[] Slice(int page, int first) => [new(ImportTags.Page, page), new(ImportTags.FirstRow, first)];

    private static bool IsKept(ImportSampler sampler, ActivityTraceId id, string step) => IsKept(sampler, id, step, []);

    private static bool IsKept(ImportSampler sampler, ActivityTraceId id, KeyValuePair<string, object?>[] slice) => IsKept(sampler, id, ImportStep.Slice, slice);

    private static bool IsKept(ImportSampler sampler, ActivityTraceId id, string step, KeyValuePair<string, object?>[] tags) =>
        sampler.ShouldSample(new SamplingParameters(default, id, step, ActivityKind.Internal, tags, links: null)).Decision == SamplingDecision.RecordAndSample;
}
