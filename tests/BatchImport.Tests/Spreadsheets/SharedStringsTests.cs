using System.Globalization;
using BatchImport.Spreadsheets;
using BatchImport.Spreadsheets.Xlsx;

namespace BatchImport.Tests.Spreadsheets;

public sealed class SharedStringsTests
{
    [Theory]
    [InlineData(SharedStrings.TextThreshold, SharedStrings.IndexThreshold)]
    [InlineData(0, 0)]
    [InlineData(65_536, 65_536)]
    [InlineData(200_000, long.MaxValue)]
    [InlineData(long.MaxValue, 100_000)]
    public void Texts_come_back_whether_they_are_in_memory_or_in_a_file(long textThreshold, long indexThreshold)
    {
        using var strings = new SharedStrings(textThreshold, indexThreshold);
        const int Count = 40_000;
        for (var i = 0; i < Count; i++)
        {
            strings.Add(Text(i));
        }

        strings.Complete();

        Assert.Equal(Count, strings.Count);
        var random = new Random(1);
        for (var i = 0; i < Count; i++)
        {
            var index = i % 2 == 0 ? i : random.Next(Count);
            Assert.Equal(Text(index), strings.Get(index));
        }

        static string Text(int index) => (index % 1_000) switch
        {
            0 => "",
            1 => new string('ü', 32_767),
            _ => string.Create(CultureInfo.InvariantCulture, $"Text № {index}"),
        };
    }

    [Fact]
    public void Texts_without_end_are_refused_whether_they_are_empty_or_not()
    {
        using var strings = new SharedStrings(maxCount: 1_000);
        for (var i = 0; i < 1_000; i++)
        {
            strings.Add("");
        }

        Assert.Equal("too-many-texts", Assert.Throws<SpreadsheetException>(() => strings.Add("")).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    [InlineData(131_072)]
    public void Bytes_that_end_with_a_block_come_back(long threshold)
    {
        using var bytes = new SpillingBytes(threshold);
        var content = new byte[65_536 * 2];
        new Random(2).NextBytes(content);
        bytes.Append(content);
        bytes.Complete();

        var read = new byte[content.Length];
        bytes.Read(0, read);
        Assert.Equal(content, read);
        Assert.Equal(threshold < 65_537, bytes.IsSpilled);
    }

    [Fact]
    public void What_spilled_is_gone_when_it_is_closed()
    {
        string[] Files() => Directory.GetFiles(Path.GetTempPath(), $"batchimport-*");
        var before = Files();
        using (var bytes = new SpillingBytes(0))
        {
            bytes.Append(new byte[200_000]);
            bytes.Complete();
            Assert.True(bytes.IsSpilled);
        }

        Assert.Empty(Files().Except(before, StringComparer.Ordinal));
    }
}
