using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Targets.Http;
using StandardWebhooks;

namespace BatchImport.Webhooks;

/// <summary>Sends signed messages to webhooks, as the specification Standard Webhooks describes them, over the connections of http targets.</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, WebhookPlan plan, TimeProvider time)
{
    // The specification recommends 15 to 30 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Makes one attempt.</summary>
    /// <param name="delivery">The webhook.</param>
    /// <param name="id">The id of the message.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">The host stops: the attempt does not count.</param>
    /// <returns>The state after the attempt.</returns>
    public async Task<WebhookResult> SendAsync(WebhookDelivery delivery, string id, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var (state, detail) = await TryAsync(delivery, id, message, cancellationToken);
        return delivery.Result with { State = state, Detail = detail, Attempts = delivery.Result.Attempts + 1, At = time.GetUtcNow() };
    }

    private async Task<(WebhookState State, string Detail)> TryAsync(WebhookDelivery delivery, string id, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var address = new Uri(delivery.Url);
        if (!plan.Allows(address))
        {
            return (WebhookState.Failed, "the host is not allowed");
        }

        if (plan.FindKey(delivery.Secret) is not { } key)
        {
            return (WebhookState.Pending, "the key is missing");
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ends.CancelAfter(Patience);
        try
        {
            using var request = Request(address, id, message, key);
            using var client = clients.CreateClient(TargetConnections.HttpClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ends.Token);
            var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response.IsSuccessStatusCode ? (WebhookState.Delivered, status)
                : response.StatusCode == HttpStatusCode.Gone ? (WebhookState.Failed, status)
                : (WebhookState.Pending, status);
        }
        catch (HttpRequestException ex) when (ex.InnerException is ForbiddenAddressException)
        {
            return (WebhookState.Failed, "the host has no public address");
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            return (WebhookState.Pending, ((ex as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown).ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (WebhookState.Pending, "no answer");
        }
    }

    private HttpRequestMessage Request(Uri address, string id, ReadOnlyMemory<byte> message, string key)
    {
        var now = time.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(message) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEventJson.ContentType, "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("BatchImport", productVersion: null));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", new StandardWebhook(key).Sign(id, now, Encoding.UTF8.GetString(message.Span)));
        return request;
    }
}
