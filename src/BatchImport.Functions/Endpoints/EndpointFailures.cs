using Azure;
using BatchImport.Common;
using BatchImport.Staging;
using Microsoft.AspNetCore.Http;
using StackExchange.Redis;

namespace BatchImport.Functions.Endpoints;

/// <summary>The response of an endpoint that fails: a problem, where hosts by default respond 500 without a body.</summary>
public static class EndpointFailures
{
    // 0: the account did not answer.
    private const int NoAnswer = 0;

    /// <summary>The response to a failure of an endpoint: 503 when a service that it needs is not available, otherwise 500.</summary>
    /// <param name="exception">The failure. Its text may name files and addresses, and is not part of the response.</param>
    public static IResult ProblemOf(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Root(exception) switch
        {
            OutageException outage => Unavailable($"{outage.Outage.Service} is unavailable. Imports continue when it is available again; try again later."),
            RedisException or TimeoutException => Unavailable("Redis does not answer. Imports continue when it does; try again later."),
            MissingContainerException missing => Unavailable(missing.Message),
            RequestFailedException { Status: NoAnswer or StatusCodes.Status408RequestTimeout or StatusCodes.Status429TooManyRequests or >= 500 } =>
                Unavailable("The storage account does not answer. Imports continue when it does; try again later."),
            _ => EndpointJson.Problem(StatusCodes.Status500InternalServerError, "Unexpected error", "The request failed; the reason is in the log."),
        };
    }

    // A client library that retries reports all its attempts.
    private static Exception Root(Exception exception) => exception is AggregateException { InnerExceptions: [var first, ..] } ? Root(first) : exception;

    private static IResult Unavailable(string detail) => EndpointJson.Problem(StatusCodes.Status503ServiceUnavailable, "Service unavailable", detail);
}
