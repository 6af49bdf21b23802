using BatchImport.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace BatchImport.Functions.Endpoints;

/// <summary>Reads the conditions and the body of a request that changes a definition.</summary>
internal static class DefinitionRequest
{
    /// <summary>The condition of the headers If-Match and If-None-Match (RFC 9110, section 13).</summary>
    /// <param name="request">The request.</param>
    /// <param name="condition">The condition; null for none.</param>
    /// <returns>The problem; null for none.</returns>
    public static IResult? ReadCondition(HttpRequest request, out DefinitionCondition? condition)
    {
        condition = null;
        var match = request.Headers.IfMatch.ToString().Trim();
        var noneMatch = request.Headers.IfNoneMatch.ToString().Trim();
        if (noneMatch.Length > 0)
        {
            condition = DefinitionCondition.IsNew;
            return noneMatch == "*" && match.Length == 0 ? null : Invalid("If-None-Match takes * only, without If-Match: the definition is stored if none of its name exists.");
        }

        if (match.Length == 0)
        {
            return null;
        }

        condition = match == "*" ? DefinitionCondition.Exists
            : EntityTagHeaderValue.TryParse(match, out var tag) && !tag.IsWeak ? new DefinitionCondition(tag.Tag.ToString().Trim('"'))
            : null;
        return condition is null ? Invalid("If-Match takes the ETag of the version that was read, in quotes, or *.") : null;
    }

    /// <summary>The body; null when it is larger than a definition can be.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > DefinitionText.MaxBytes)
        {
            return null;
        }

        var buffer = new byte[DefinitionText.MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > DefinitionText.MaxBytes ? null : buffer.AsMemory(0, length);
    }

    private static IResult Invalid(string detail) => EndpointJson.Problem(StatusCodes.Status400BadRequest, "Invalid condition", detail);
}
