using System.Globalization;
using BatchImport.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace BatchImport.Functions.Endpoints;

/// <summary>The definitions, over HTTP.</summary>
/// <param name="definitions">The stored definitions.</param>
public sealed class DefinitionEndpoints(IDefinitionStore definitions)
{
    private const int MistakesInDetail = 3;

    /// <summary><c>GET definitions</c>: the definitions by name, also the invalid ones, without their texts.</summary>
    [Function(nameof(ListDefinitions))]
    public async Task<IResult> ListDefinitions(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "definitions")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = await definitions.ListAsync(cancellationToken);
        return EndpointJson.Ok(new DefinitionList([.. found.Select(each => DefinitionView.From(each, EndpointUrls.ForDefinition(request, each.Name)))]));
    }

    /// <summary><c>GET definitions/{name}</c>: the text of a definition, as it was stored.</summary>
    [Function(nameof(GetDefinition))]
    public async Task<IResult> GetDefinition(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "definitions/{name}")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await definitions.FindAsync(name, cancellationToken) is not { } found)
        {
            return Unknown(name);
        }

        // Comments are not JSON: a program that parses JSON strictly is not promised it.
        var type = DefinitionText.IsStrictJson(found.Json) ? "application/json" : "text/plain; charset=utf-8";
        request.HttpContext.Response.Headers.CacheControl = "no-cache";
        request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(found.Json.ToArray(), type, lastModified: found.ModifiedAt, entityTag: TagOf(found));
    }

    /// <summary><c>PUT definitions/{name}</c>: stores a definition; with its mistakes, it is refused.</summary>
    [Function(nameof(PutDefinition))]
    public async Task<IResult> PutDefinition(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "definitions/{name}")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var invalid = DefinitionRequest.ReadCondition(request, out var condition);
        if ((CallerCheck.Refusal(request) ?? NameProblem(name) ?? invalid) is { } problem)
        {
            return problem;
        }

        if (await DefinitionRequest.ReadBodyAsync(request, cancellationToken) is not { } json)
        {
            return EndpointJson.Problem(
                StatusCodes.Status413PayloadTooLarge, "Too large", string.Create(CultureInfo.InvariantCulture, $"A definition must not exceed {DefinitionText.MaxBytes} bytes."));
        }

        var saved = await definitions.SaveAsync(name, json, condition, cancellationToken);
        switch (saved.Outcome)
        {
            case DefinitionOutcome.Invalid:
                return EndpointJson.Problem(StatusCodes.Status400BadRequest, "Invalid definition", Describe(name, saved.Mistakes), ("mistakes", saved.Mistakes));
            case DefinitionOutcome.ConditionFailed:
                return ConditionFailed(name, condition);
        }

        var address = EndpointUrls.ForDefinition(request, name);
        request.HttpContext.Response.Headers.ETag = TagOf(saved.Stored!).ToString();
        request.HttpContext.Response.Headers.Location = address;
        return EndpointJson.Ok(DefinitionView.From(saved.Stored!, address), saved.Outcome == DefinitionOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <summary><c>DELETE definitions/{name}</c>: deletes a definition. Imports that have started keep it.</summary>
    [Function(nameof(DeleteDefinition))]
    public async Task<IResult> DeleteDefinition(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "definitions/{name}")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var invalid = DefinitionRequest.ReadCondition(request, out var condition);
        if ((CallerCheck.Refusal(request) ?? invalid) is { } problem)
        {
            return problem;
        }

        return await definitions.DeleteAsync(name, condition, cancellationToken) switch
        {
            DefinitionOutcome.Deleted => TypedResults.NoContent(),
            DefinitionOutcome.ConditionFailed => ConditionFailed(name, condition),
            _ => Unknown(name),
        };
    }

    /// <summary>The response to a request for a definition that does not exist.</summary>
    internal static IResult Unknown(string name) => NameProblem(name) ?? EndpointJson.Problem(
        StatusCodes.Status404NotFound, "Definition not found", $"There is no definition {name}.");

    /// <summary>The response for a definition with mistakes.</summary>
    internal static string Describe(string name, IReadOnlyList<DefinitionMistake> mistakes)
    {
        var first = mistakes.Take(MistakesInDetail).Select(static mistake => string.Create(CultureInfo.InvariantCulture, $"line {mistake.Line}: {mistake.Message}."));
        var more = mistakes.Count - MistakesInDetail;
        return $"The definition {name} has mistakes: {string.Join(' ', first)}{(more > 0 ? string.Create(CultureInfo.InvariantCulture, $" {more} more.") : "")}";
    }

    private static IResult? NameProblem(string name) => DefinitionNames.IsValid(name)
        ? null
        : EndpointJson.Problem(StatusCodes.Status400BadRequest, "Invalid name", $"The name of a definition has {DefinitionNames.Rule}.");

    private static IResult ConditionFailed(string name, DefinitionCondition? condition) => EndpointJson.Problem(
        StatusCodes.Status412PreconditionFailed,
        "Condition not met",
        condition?.ETag is null ? $"A definition {name} exists already. Nothing was changed." : $"The definition {name} was changed or deleted since it was read. Nothing was changed: read it again.");

    private static EntityTagHeaderValue TagOf(StoredDefinition stored) => new($"\"{stored.ETag}\"");
}
