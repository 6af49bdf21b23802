using BatchImport.Imports;

namespace BatchImport.Tests.Imports;

public sealed class ImportOptionsTests
{
    [Theory]
    [InlineData(250, 0, null, 1)]
    [InlineData(5_000, 0, null, 50)]
    [InlineData(50_000, 0, null, 250)]
    [InlineData(5_000, 100, null, 100)]
    [InlineData(50_000, 0, 1_000.0, 250)]
    [InlineData(5_000, 0, 10.0, 40)]
    [InlineData(5_000, 100, 0.1, 1)]
    [InlineData(200, 0, 10.0, 1)]
    public void A_slice_holds_no_more_rows_than_its_target_takes_in_some_seconds(int rows, int asked, double? rowsPerSecond, int slice) =>
        Assert.Equal(slice, new ImportOptions { RowsPerActivity = asked }.SliceRows(rows, rowsPerSecond));
}
