using Azure.Data.Tables;
using Azure.Storage.Blobs;
using BatchImport.Staging;
using BatchImport.Testing;

namespace BatchImport.EndToEnd.Tests;

/// <summary>Rows that are written to a table of the host's Azurite, by the definition of the samples, without settings.</summary>
public sealed class TableTargetTests(LocalHostFixture host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Valid_rows_are_entities_by_their_keys()
    {
        var account = host.App.Azurite!.ConnectionString;
        var table = new TableServiceClient(account).GetTableClient("Customers");
        await table.CreateIfNotExistsAsync(Stop);
        await new BlobServiceClient(account).GetBlobContainerClient(StorageContainers.DefinitionsName).GetBlobClient("customers-table.json")
            .UploadAsync(Repository.PathOf("samples", "targets", "customers-table.json"), overwrite: true, Stop);

        var id = await host.DropAsync(
            "tables/customers.csv", BinaryData.FromString("Id,Country,City\n000001,France,Paris\n2,Spain,Madrid\n000003,Spain,Sevilla\n"), ("owner", "ada@example.com"), ("definition", "customers-table"));
        var import = await host.EndAsync(id);

        Assert.Equal((2, 1), (import.GetProperty("succeeded").GetInt32(), import.GetProperty("failed").GetInt32()));
        var entities = new List<string>();
        await foreach (var entity in table.QueryAsync<TableEntity>(cancellationToken: Stop))
        {
            entities.Add($"{entity.PartitionKey}/{entity.RowKey}: {entity.GetString("City")}");
        }

        Assert.Equal(["France/000001: Paris", "Spain/000003: Sevilla"], entities.Order(StringComparer.Ordinal));
    }
}
