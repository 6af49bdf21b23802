using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Tests.Imports;

namespace BatchImport.Tests.Pipeline;

public sealed class ImportPriorityChoiceTests
{
    [Theory]
    [InlineData(" High ", ImportPriority.Bulk, 1_000, ImportPriority.High)]
    [InlineData("bulk", null, 10, ImportPriority.Bulk)]
    [InlineData(null, ImportPriority.Normal, 1_000, ImportPriority.Normal)]
    [InlineData(null, ImportPriority.High, 1_000, ImportPriority.High)]
    [InlineData("urgent", ImportPriority.High, 10, ImportPriority.High)]
    [InlineData("7", null, 10, ImportPriority.Normal)]
    [InlineData(null, null, 100, ImportPriority.Normal)]
    [InlineData(null, null, 101, ImportPriority.Bulk)]
    public void The_file_says_else_its_definition_else_its_size(string? metadata, ImportPriority? definition, int rows, ImportPriority expected) =>
        Assert.Equal(expected, ImportPriorityChoice.Choose(Manifest(metadata, definition, rows), new ImportOptions { BulkRows = 100 }));

    [Fact]
    public void Without_a_size_no_file_is_big() =>
        Assert.Equal(ImportPriority.Normal, ImportPriorityChoice.Choose(Manifest(null, null, int.MaxValue), new ImportOptions { BulkRows = 0 }));

    private static ImportManifest Manifest(string? metadata, ImportPriority? definition, int rows) =>
        SampleManifest.New(metadata is null ? [] : [(ImportPriorityChoice.MetadataName, metadata)]) with
        {
            Definition = ImportDefinition.Open with { Priority = definition },
            Rows = rows,
        };
}
