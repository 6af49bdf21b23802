using BatchImport.Common;
using BatchImport.Definitions;
using BatchImport.Pipeline;
using BatchImport.Targets;
using BatchImport.Workbooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Endpoints;

/// <summary>Workbooks to fill in, over HTTP.</summary>
/// <param name="definitions">The stored definitions.</param>
/// <param name="templates">Creates workbooks.</param>
public sealed class TemplateEndpoint(IDefinitionStore definitions, IDefinitionTemplates templates)
{
    /// <summary><c>GET definitions/{name}/template.xlsx</c>: an empty workbook with the columns of a definition, their rules and their choices.</summary>
    [Function(nameof(GetTemplate))]
    public async Task<IResult> GetTemplate(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "definitions/{name}/template.xlsx")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await definitions.FindAsync(name, cancellationToken) is not { } found)
        {
            return DefinitionEndpoints.Unknown(name);
        }

        if (found.Definition is not { } definition)
        {
            return EndpointJson.Problem(
                StatusCodes.Status409Conflict, "Invalid definition", DefinitionEndpoints.Describe(name, found.Mistakes), ("mistakes", found.Mistakes));
        }

        try
        {
            return TypedResults.Bytes(await templates.CreateAsync(definition, cancellationToken), WorkbookComposer.ContentType, $"{name}.xlsx");
        }
        catch (RejectedException ex)
        {
            return EndpointJson.Problem(StatusCodes.Status409Conflict, "List not usable", ex.Message, ("code", ex.Code));
        }
        catch (TargetUnavailableException ex)
        {
            return EndpointJson.Problem(StatusCodes.Status503ServiceUnavailable, "Service unavailable", ex.Message);
        }
    }
}
