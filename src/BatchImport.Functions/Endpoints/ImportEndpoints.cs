using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Endpoints;

/// <summary>The status of imports, over HTTP.</summary>
/// <param name="imports">The import path.</param>
/// <param name="time">The time, for rates.</param>
public sealed class ImportEndpoints(IImportSteps imports, TimeProvider time)
{
    private const int PageSize = 50;
    private const int MaxPageSize = 200;

    /// <summary><c>GET imports/{id}</c>: the status of an import.</summary>
    [Function(nameof(GetImport))]
    public async Task<IResult> GetImport(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "imports/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ImportId.IsValid(id) && await imports.FindAsync(id, cancellationToken) is { } progress
            ? EndpointJson.Ok(ImportView.From(progress, time.GetUtcNow(), EndpointUrls.ForImport(request, id)))
            : EndpointJson.UnknownImport(id);
    }

    /// <summary><c>GET imports?skip=0&amp;take=50&amp;state=&amp;owner=&amp;from=&amp;to=</c>: the imports, newest first.</summary>
    [Function(nameof(ListImports))]
    public async Task<IResult> ListImports(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "imports")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = new QueryReader(request);
        var skip = query.Number("skip", 0, int.MaxValue - MaxPageSize);
        var take = query.Number("take", PageSize, MaxPageSize);
        var filter = new ImportFilter { States = query.States("state"), Owner = query.Text("owner"), From = query.Time("from"), To = query.Time("to") };
        if (query.Problem is { } problem)
        {
            return problem;
        }

        // One more than requested, to determine whether there are more.
        var found = await imports.ListAsync(filter, skip, take + 1, cancellationToken);
        var now = time.GetUtcNow();
        var views = found.Take(take).Select(each => ImportView.From(each, now, EndpointUrls.ForImport(request, each.BatchId))).ToArray();
        return EndpointJson.Ok(new ImportPage(views, found.Count > take ? Next(request, skip + take) : null));
    }

    /// <summary><c>GET imports/{id}/workbook</c>: redirects to the result workbook, by a link created for this request that soon expires.</summary>
    [Function(nameof(GetWorkbook))]
    public async Task<IResult> GetWorkbook(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "imports/{id}/workbook")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!ImportId.IsValid(id) || await imports.FindAsync(id, cancellationToken) is not { } progress)
        {
            return EndpointJson.UnknownImport(id);
        }

        return await imports.LinkToWorkbookAsync(progress, cancellationToken) is { } link
            ? Lead(request, link)
            : EndpointJson.Problem(StatusCodes.Status404NotFound, "No workbook", progress.State.IsFinal()
                ? $"The import {id} ended as {progress.State} and has no workbook."
                : $"The import {id} has no workbook yet: it is {progress.State}.");
    }

    /// <summary><c>GET imports/{id}/original</c>: redirects to the dropped file, in the same way.</summary>
    [Function(nameof(GetOriginal))]
    public async Task<IResult> GetOriginal(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "imports/{id}/original")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!ImportId.IsValid(id) || await imports.FindAsync(id, cancellationToken) is null)
        {
            return EndpointJson.UnknownImport(id);
        }

        return await imports.LinkToOriginalAsync(id, cancellationToken) is { } link
            ? Lead(request, link)
            : EndpointJson.Problem(StatusCodes.Status404NotFound, "No file", $"The file of import {id} was deleted.");
    }

    // A page that sends its key in a header cannot follow a link with the browser: it requests the link.
    private static IResult Lead(HttpRequest request, Uri link) =>
        request.Query["link"] == "true" ? EndpointJson.Ok(new { Url = link.AbsoluteUri }) : TypedResults.Redirect(link.AbsoluteUri);

    private static string Next(HttpRequest request, int skip)
    {
        var kept = request.Query.Where(each => each.Key is "take" or "state" or "owner" or "from" or "to")
            .Select(each => $"&{each.Key}={Uri.EscapeDataString(each.Value.ToString())}");
        return $"{EndpointUrls.Root(request)}?skip={skip}{string.Concat(kept)}";
    }
}
