using BatchImport.Imports;
using BatchImport.Staging;

namespace BatchImport.Tests.Staging;

public sealed class RowSliceTests
{
    [Theory]
    [InlineData(1, 250, 1)]
    [InlineData(250, 250, 1)]
    [InlineData(251, 250, 2)]
    [InlineData(1_000, 250, 4)]
    [InlineData(1_000, 1, 1_000)]
    public void The_slices_of_a_page_cover_each_row_once(int rows, int size, int expected)
    {
        var slices = RowSlice.Split("b", 2, rows, size).ToArray();

        Assert.Equal(expected, slices.Length);
        Assert.Equal(Enumerable.Range(0, rows), slices.SelectMany(slice => Enumerable.Range(slice.First, slice.Count)));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 250, 1)]
    [InlineData(0, 251, 25)]
    [InlineData(0, 2_500, 25)]
    [InlineData(0, 2_501, 26)]
    [InlineData(0, 24_900, 249)]
    [InlineData(0, 25_000, 250)]
    [InlineData(0, 500_000, 250)]
    [InlineData(1, 500_000, 1)]
    [InlineData(100, 10, 100)]
    public void Rows_an_activity_follow_the_file_unless_they_are_set(int setting, int rows, int expected)
    {
        Assert.Equal(expected, new ImportOptions { RowsPerActivity = setting }.SliceRows(rows));
    }
}
