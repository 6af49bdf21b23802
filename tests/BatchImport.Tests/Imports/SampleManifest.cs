using BatchImport.Definitions;
using BatchImport.Imports;
using BatchImport.Spreadsheets;
using BatchImport.Staging;

namespace BatchImport.Tests.Imports;

/// <summary>Manifests for tests.</summary>
internal static class SampleManifest
{
    public static ImportManifest New(params (string Name, string Value)[] metadata) => new()
    {
        Request = new ImportRequest
        {
            BatchId = Guid.NewGuid().ToString("N"),
            Container = StorageContainers.ImportsName,
            BlobName = "numbers.csv",
            ETag = "1",
            Size = 1,
            ReceivedAt = DateTimeOffset.UnixEpoch,
            Metadata = metadata.ToDictionary(each => each.Name, each => each.Value, StringComparer.OrdinalIgnoreCase),
        },
        Owner = "ada@example.com",
        Definition = ImportDefinition.Open,
        Format = SpreadsheetFormat.DelimitedText,
        Header = ["Id"],
        Rows = 1,
        Pages = 1,
        StartedAt = DateTimeOffset.UnixEpoch,
    };
}
