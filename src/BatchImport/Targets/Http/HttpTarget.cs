using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using BatchImport.Definitions;

namespace BatchImport.Targets.Http;

/// <summary>The target <c>http</c>: one request per row.</summary>
internal sealed class HttpTarget(
    IHttpClientFactory clients, TimeProvider time, TargetDefinition target, HttpTargetDefinition definition, RowAddress address, KeyValuePair<string, string>[] headers, RowBody body) : IRowTarget
{
    private static readonly TimeSpan LongestBody = TimeSpan.FromSeconds(5);

    private readonly HttpMethod _method = HttpMethod.Parse(definition.Method);

    public string Name => TargetDefinition.HttpType;

    public string Resource => address.Base.GetLeftPart(UriPartial.Authority);

    public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
    {
        using var request = Request(row);
        using var client = clients.CreateClient(TargetConnections.HttpClientName);
        var began = time.GetTimestamp();
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return await ReadAsync(response, PatienceAfter(time.GetElapsedTime(began)), cancellationToken);
        }
        catch (HttpRequestException ex) when (ex.InnerException is ForbiddenAddressException)
        {
            throw new RowRefusedException($"the host {address.Base.Host} has no public address, and the setting {TargetOptions.Section}:{nameof(TargetOptions.AllowedHosts)} does not allow it a private one", ex);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            var cause = ((ex as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown).ToString();
            throw new TransientRowException($"{address.Base.Host} could not be reached ({cause})", ex) { Detail = cause };
        }
    }

    private HttpRequestMessage Request(in RowDelivery row)
    {
        var request = new HttpRequestMessage(_method, address.For(row));
        request.Headers.TryAddWithoutValidation(definition.IdempotencyHeader, row.IdempotencyKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("BatchImport", productVersion: null));
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (definition.Method is "POST" or "PUT" or "PATCH")
        {
            request.Content = new ReadOnlyMemoryContent(body.For(row));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }

        return request;
    }

    // The time-out must not end the attempt while the body is awaited: the row would be sent again although its outcome is known.
    private TimeSpan PatienceAfter(TimeSpan elapsed)
    {
        var half = (target.Timeout - elapsed) / 2;
        return half > LongestBody ? LongestBody : half > TimeSpan.Zero ? half : TimeSpan.Zero;
    }

    private async Task<string?> ReadAsync(HttpResponseMessage response, TimeSpan patience, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (definition.Success.Count > 0 ? definition.Success.Contains(status) : response.IsSuccessStatusCode)
        {
            // The row was accepted, regardless of the reply's content.
            using var reply = definition.Reference is null ? null : await ReplyBody.ReadAsync(response.Content, patience, cancellationToken);
            return ReplyBody.Text(ReplyBody.Find(reply, definition.Reference));
        }

        if (IsTransient(response.StatusCode))
        {
            throw new TransientRowException(Answered(status))
            {
                RetryAfter = RetryAfter(response),
                Detail = status.ToString(CultureInfo.InvariantCulture),
                IsOutage = response.StatusCode != HttpStatusCode.TooManyRequests,
            };
        }

        if (status is >= 300 and < 400)
        {
            throw new RowRefusedException($"{Answered(status)}, which leads elsewhere: redirects are not followed");
        }

        var mediaType = response.Content.Headers.ContentType?.MediaType;
        using var refusal = definition.Message is null && !ReplyMessage.IsProblem(mediaType) ? null : await ReplyBody.ReadAsync(response.Content, patience, cancellationToken);
        throw new RowRefusedException(ReplyMessage.Find(refusal, definition.Message, mediaType) is { } message
            ? $"{Answered(status)}: {message}"
            : $"{Answered(status)}{(response.IsSuccessStatusCode ? ", which the definition does not count as success" : "")}");
    }

    // A 401 is about the import's secret, and no row's fault: it waits until the setting is corrected.
    private static bool IsTransient(HttpStatusCode status) => status
        is HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425
        or (>= HttpStatusCode.InternalServerError and not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported));

    private string Answered(int status) => string.Create(CultureInfo.InvariantCulture, $"{address.Base.Host} answered {status}");

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };
}
