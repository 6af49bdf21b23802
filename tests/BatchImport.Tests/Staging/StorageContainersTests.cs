using System.Collections.Concurrent;
using System.Net;
using System.Web;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using BatchImport.Staging;

namespace BatchImport.Tests.Staging;

/// <summary>Missing containers, on a simulated storage account with known responses.</summary>
public sealed class StorageContainersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Missing_containers_are_created_at_start_and_others_are_left_alone()
    {
        using var account = new Account { Containers = { ["staging"] = true } };

        await new StorageContainers(account.Client()).EnsureAsync(Stop);

        Assert.Equal(StorageContainers.Names.Order(StringComparer.Ordinal), account.Containers.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("PUT staging", account.Requests);
    }

    [Fact]
    public async Task A_container_that_is_missing_when_it_is_used_is_created_and_the_request_repeated()
    {
        using var account = new Account();

        await new StorageContainers(account.Client()).Staging.GetBlobClient("id/request.json").UploadAsync(BinaryData.FromString("{}"), Stop);

        Assert.Equal(["PUT staging/id/request.json", "PUT staging", "PUT staging/id/request.json"], account.Requests);
    }

    [Fact]
    public async Task Whether_a_container_exists_can_be_asked_without_creating_it()
    {
        using var account = new Account();

        Assert.False(await new StorageContainers(account.Client()).Results.ExistsAsync(Stop));

        Assert.Empty(account.Containers);
    }

    [Theory]
    [InlineData(true, false, "may not look at the blob container 'imports'", "containers/read")]
    [InlineData(false, true, "'imports' of the storage account 'people' does not exist, and this app's identity may not create it", "containers/write")]
    public async Task An_identity_without_the_permission_is_reported_with_container_account_and_permission(bool hides, bool refuses, string problem, string permission)
    {
        using var account = new Account { Containers = { ["staging"] = true, ["results"] = true, ["definitions"] = true, ["lists"] = true }, Hides = hides ? "imports" : null, RefusesToCreate = refuses };

        var missing = await Assert.ThrowsAsync<MissingContainerException>(() => new StorageContainers(account.Client()).EnsureAsync(Stop));

        Assert.Contains(problem, missing.Message, StringComparison.Ordinal);
        Assert.Contains(permission, missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_use_of_a_container_that_may_not_be_created_is_reported_in_the_same_way()
    {
        using var account = new Account { RefusesToCreate = true };

        var missing = await Assert.ThrowsAsync<MissingContainerException>(() =>
            new StorageContainers(account.Client()).Results.GetBlobClient("id.xlsx").UploadAsync(BinaryData.FromString("x"), Stop));

        Assert.Contains("The blob container 'results' of the storage account 'people' does not exist", missing.Message, StringComparison.Ordinal);
    }

    /// <summary>A simulated storage account that has containers and accepts blobs, with the responses of the service.</summary>
    private sealed class Account : HttpMessageHandler
    {
        public ConcurrentDictionary<string, bool> Containers { get; } = new(StringComparer.Ordinal);

        public ConcurrentQueue<string> Requests { get; } = new();

        public string? Hides { get; init; }

        public bool RefusesToCreate { get; init; }

        /// <summary>A client configured as in the app.</summary>
        public BlobServiceClient Client()
        {
            var options = Options();
            options.AddPolicy(new MissingContainerPolicy(Open(Options())), HttpPipelinePosition.PerCall);
            return Open(options);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath.Trim('/');
            var container = path.Split('/')[0];
            var isContainer = HttpUtility.ParseQueryString(request.RequestUri.Query)["restype"] == "container";
            Requests.Enqueue($"{request.Method} {path}");
            return Task.FromResult((isContainer, request.Method.Method) switch
            {
                (true, "PUT") when RefusesToCreate => Error(HttpStatusCode.Forbidden, "AuthorizationPermissionMismatch"),
                (true, "PUT") => Containers.TryAdd(container, true) ? Done(HttpStatusCode.Created) : Error(HttpStatusCode.Conflict, "ContainerAlreadyExists"),
                (true, _) when container == Hides => Error(HttpStatusCode.Forbidden, "AuthorizationPermissionMismatch"),
                _ when !Containers.ContainsKey(container) => Error(HttpStatusCode.NotFound, "ContainerNotFound"),
                (true, _) => Done(HttpStatusCode.OK),
                _ => Done(HttpStatusCode.Created),
            });
        }

        private static HttpResponseMessage Done(HttpStatusCode status)
        {
            var response = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
            response.Headers.TryAddWithoutValidation("ETag", "\"1\"");
            response.Content.Headers.TryAddWithoutValidation("Last-Modified", "Mon, 05 Jan 2026 10:00:00 GMT");
            return response;
        }

        private static HttpResponseMessage Error(HttpStatusCode status, string code)
        {
            var response = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
            response.Headers.TryAddWithoutValidation("x-ms-error-code", code);
            return response;
        }

        private static BlobServiceClient Open(BlobClientOptions options) => new(new Uri("https://people.blob.core.windows.net"), options);

        private BlobClientOptions Options() => new() { Transport = new HttpClientTransport(this), Retry = { MaxRetries = 0 } };
    }
}
