using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace BatchImport.Functions.Endpoints;

/// <summary>The endpoints' JSON: camel case, words for enumerations, null properties omitted. Errors are problem details (RFC 9457).</summary>
internal static class EndpointJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static IResult Ok<T>(T value, int status = StatusCodes.Status200OK) => TypedResults.Json(value, Options, contentType: null, status);

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T? Read<T>(JsonElement json) => json.Deserialize<T>(Options);

    public static IResult Problem(int status, string title, string detail, params (string Name, object Value)[] more)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        foreach (var (name, value) in more)
        {
            problem.Extensions[name] = value;
        }

        return TypedResults.Json(problem, Options, "application/problem+json", status);
    }

    /// <summary>A word of an enumeration, as the JSON has it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static IResult UnknownImport(string id) => ImportIdProblem(id) ?? Problem(
        StatusCodes.Status404NotFound, "Import not found", $"No import {id} is known: it does not exist, or it has expired.");

    public static IResult? ImportIdProblem(string id) => Common.ImportId.IsValid(id)
        ? null
        : Problem(StatusCodes.Status400BadRequest, "Invalid import id", "An import's id has 32 characters of 0-9 and a-f.");
}
