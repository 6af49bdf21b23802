using Azure.Identity;
using Azure.Storage.Blobs;
using BatchImport.Functions;
using Microsoft.Extensions.Configuration;

namespace BatchImport.LocalHost.Tests.Hosting;

/// <summary>The storage account that the settings of the Functions host name.</summary>
public sealed class HostStorageAccountTests
{
    private const string Connection = "AccountName=people;AccountKey=cGVvcGxl;DefaultEndpointsProtocol=https;EndpointSuffix=core.windows.net";

    [Theory]
    [InlineData("AzureWebJobsStorage", Connection, "https://people.blob.core.windows.net/", "https://people.queue.core.windows.net/")]
    [InlineData("AzureWebJobsStorage:accountName", "people", "https://people.blob.core.windows.net/", "https://people.queue.core.windows.net/")]
    public void A_connection_string_or_a_name_is_enough(string setting, string value, string blobs, string queues)
    {
        var account = Account((setting, value));

        Assert.Equal(new Uri(blobs), account.OpenBlobs(new BlobClientOptions()).Uri);
        Assert.Equal(new Uri(queues), account.OpenQueues().Uri);
    }

    [Fact]
    public void An_address_of_a_service_is_for_that_service_only()
    {
        var account = Account(("AzureWebJobsStorage:blobServiceUri", "https://people.blob.example.com"));

        Assert.Equal(new Uri("https://people.blob.example.com/"), account.OpenBlobs(new BlobClientOptions()).Uri);
        Assert.Contains("AzureWebJobsStorage__queueServiceUri", Assert.Throws<InvalidOperationException>(account.OpenQueues).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_account_is_reported_with_the_settings_that_name_one()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Account().OpenBlobs(new BlobClientOptions()));

        Assert.Contains("set AzureWebJobsStorage to a connection string, or AzureWebJobsStorage__blobServiceUri", exception.Message, StringComparison.Ordinal);
    }

    private static HostStorageAccount Account(params (string Name, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(each => each.Name, each => each.Value, StringComparer.Ordinal)).Build();
        return new HostStorageAccount(configuration, static () => new DefaultAzureCredential());
    }
}
