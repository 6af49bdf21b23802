using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs;
using BatchImport.Testing;

namespace BatchImport.LocalHost.Tests.Triggers.Blobs;

/// <summary>The webhook for events of blobs.</summary>
public sealed class BlobWebhookTests(AzuriteServer azurite) : BlobTriggerTestBase(azurite)
{
    [Fact]
    public async Task Event_Grid_s_webhook_is_validated_and_delivers_to_the_function_it_names()
    {
        await using var app = await Host.StartAsync(Received, typeof(EventEater));
        using var http = new HttpClient { BaseAddress = app.Address };
        var webhook = new Uri("runtime/webhooks/blobs?functionName=Host.Functions.EventEater", UriKind.Relative);

        var handshake = await PostAsync(new { eventType = "Microsoft.EventGrid.SubscriptionValidationEvent", data = new { validationCode = "code" } });
        Assert.Equal("code", (await handshake.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("validationResponse").GetString());

        await Container.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var created = Created("folder/b c.csv", await PutAsync("folder/b c.csv", "2"));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(created)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(created)).StatusCode);
        Assert.Equal(["folder/b c.csv=2"], Received.Seen);

        Received.FailuresLeft = 1;
        created = Created("d.csv", await PutAsync("d.csv", "3"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PostAsync(created)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(created)).StatusCode);
        Assert.Equal(3, Received.Seen.Count);

        Task<HttpResponseMessage> PostAsync(object content) => http.PostAsJsonAsync(webhook, new[] { content }, TestContext.Current.CancellationToken);

        object Created(string blob, string eTag) =>
            new { eventType = "Microsoft.Storage.BlobCreated", subject = $"/blobServices/default/containers/{Host.ContainerName}/blobs/{blob}", data = new { eTag } };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_webhook_takes_CloudEvents_alone_and_in_batches(bool isBatch)
    {
        await using var app = await Host.StartAsync(Received, typeof(EventEater));
        using var http = new HttpClient { BaseAddress = app.Address };
        var webhook = new Uri("runtime/webhooks/blobs?functionName=Host.Functions.EventEater", UriKind.Relative);
        using var handshake = new HttpRequestMessage(HttpMethod.Options, webhook);
        handshake.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");
        using var allowed = await http.SendAsync(handshake, TestContext.Current.CancellationToken);
        Assert.Equal(["eventgrid.azure.net"], allowed.Headers.GetValues("WebHook-Allowed-Origin"));

        await Container.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var eTag = await PutAsync("cloud.csv", "1");
        object created = new
        {
            specversion = "1.0",
            id = "1",
            source = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
            type = "Microsoft.Storage.BlobCreated",
            subject = $"/blobServices/default/containers/{Host.ContainerName}/blobs/cloud.csv",
            data = new { eTag },
        };
        using var answer = await http.PostAsJsonAsync(webhook, isBatch ? new[] { created } : created, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["cloud.csv=1"], Received.Seen);
    }

    [Theory]
    [InlineData("Host.Functions.Unknown", "[]", HttpStatusCode.NotFound)]
    [InlineData("Host.Functions.EventEater", "{}", HttpStatusCode.BadRequest)]
    [InlineData("Host.Functions.EventEater", "nonsense", HttpStatusCode.BadRequest)]
    [InlineData("Host.Functions.EventEater", "[ 5, { \"eventType\": \"Microsoft.Storage.BlobDeleted\" } ]", HttpStatusCode.OK)]
    public async Task What_the_webhook_is_not_for_is_refused_or_passed_over(string function, string body, HttpStatusCode status)
    {
        await using var app = await Host.StartAsync(Received, typeof(EventEater));
        using var http = new HttpClient { BaseAddress = app.Address };
        using var content = new StringContent(body);

        var answer = await http.PostAsync(new Uri($"runtime/webhooks/blobs?functionName={function}", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(Received.Seen);
    }
}
