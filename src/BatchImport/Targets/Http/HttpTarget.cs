using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using BatchImport.Definitions;

namespace BatchImport.Targets.Http;

/// <summary>The target <c>http</c>: one request per row.</summary>
internal sealed class HttpTarget(
    IHttpClientFactory clients, TimeProvider time, HttpTargetDefinition definition, RowAddress address, KeyValuePair<string, string>[] headers, RowBody body) : IRowTarget
{
    // The file's owner sees a target's message about a row in a cell.
    private const int MaxMessage = 300;

    private readonly HttpMethod _method = HttpMethod.Parse(definition.Method);

    public string Name => TargetDefinition.HttpType;

    public string Resource => address.Base.GetLeftPart(UriPartial.Authority);

    public async ValueTask<string?> SendAsync(RowDelivery row, CancellationToken cancellationToken)
    {
        using var request = Request(row);
        using var client = clients.CreateClient(TargetConnections.HttpClientName);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return await ReadAsync(response, cancellationToken);
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

    private async Task<string?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (definition.Success.Count > 0 ? definition.Success.Contains(status) : response.IsSuccessStatusCode)
        {
            // The row was accepted, regardless of the reply's content.
            using var reply = definition.Reference is null ? null : await ReplyBody.ReadAsync(response.Content, cancellationToken);
            return ReplyBody.Find(reply, definition.Reference);
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

        using var refusal = definition.Message is null ? null : await ReplyBody.ReadAsync(response.Content, cancellationToken);
        throw new RowRefusedException(ReplyBody.Find(refusal, definition.Message) is { Length: > 0 } message
            ? $"{Answered(status)}: {Line(message)}"
            : $"{Answered(status)}{(response.IsSuccessStatusCode ? ", which the definition does not count as success" : "")}");
    }

    // A 401 is about the import's secret, and no row's fault: it waits until the setting is corrected.
    private static bool IsTransient(HttpStatusCode status) => status
        is HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425
        or (>= HttpStatusCode.InternalServerError and not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported));

    private static string Line(string message)
    {
        var line = new string([.. message.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return line.Length <= MaxMessage ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[MaxMessage - 1]) ? MaxMessage - 1 : MaxMessage), "…");
    }

    private string Answered(int status) => string.Create(CultureInfo.InvariantCulture, $"{address.Base.Host} answered {status}");

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };
}
