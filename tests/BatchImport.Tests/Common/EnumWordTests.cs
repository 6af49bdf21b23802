using BatchImport.Common;

namespace BatchImport.Tests.Common;

public sealed class EnumWordTests
{
    [Theory]
    [InlineData("high", ImportPriority.High)]
    [InlineData("BULK", ImportPriority.Bulk)]
    public void One_name_is_read_without_regard_to_case(string text, ImportPriority priority)
    {
        Assert.True(EnumWord.TryParse(text, out ImportPriority found));
        Assert.Equal(priority, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("high,bulk")]
    [InlineData(" high")]
    [InlineData("urgent")]
    public void Numbers_lists_and_other_words_are_refused(string text) => Assert.False(EnumWord.TryParse<ImportPriority>(text, out _));
}
