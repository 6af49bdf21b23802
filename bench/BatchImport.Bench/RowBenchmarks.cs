using BatchImport.Definitions;
using BatchImport.Load.Data;
using BatchImport.Staging;
using BenchmarkDotNet.Attributes;

namespace BatchImport.Bench;

/// <summary>The operations on a page of rows in memory: validation, and serialization and deserialization of the staged bytes.</summary>
public class RowBenchmarks
{
    private RowPage _page = null!;
    private BinaryData _bytes = null!;
    private RowValidator _validator = null!;

    [GlobalSetup]
    public void Setup()
    {
        _page = BenchmarkFiles.Pages(RowPage.Size)[0];
        _bytes = RowPageCodec.Encode(_page);
        _validator = RowValidator.Bind(BenchmarkFiles.Definition(), Customers.Header);
    }

    [Benchmark(OperationsPerInvoke = RowPage.Size)]
    public int Validate()
    {
        var errors = 0;
        foreach (var row in _page.Rows)
        {
            errors += _validator.Validate(row.Cells).Count;
        }

        return errors;
    }

    [Benchmark(OperationsPerInvoke = RowPage.Size)]
    public object Encode() => RowPageCodec.Encode(_page);

    [Benchmark(OperationsPerInvoke = RowPage.Size)]
    public object Decode() => RowPageCodec.Decode(0, _bytes);
}
