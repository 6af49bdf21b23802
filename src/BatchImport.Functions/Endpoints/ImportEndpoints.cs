using BatchImport.Imports;
using Microsoft.AspNetCore.Http;

namespace BatchImport.Functions.Endpoints;

/// <summary>What can be asked of imports over HTTP.</summary>
/// <param name="imports">The import path.</param>
/// <param name="time">The time, for rates.</param>
public sealed class ImportEndpoints(ImportSteps imports, TimeProvider time)
{
    private const int PageSize = 50;
    private const int MaxPageSize = 200;

    /// <summary><c>GET imports/{id}</c>: how an import stands.</summary>
    [Function(nameof(GetImport))]
    public async Task<IResult> GetImport(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "imports/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ImportId.IsValid(id) && await imports.FindAsync(id, cancellationToken) is { } progress
            ? EndpointJson.Ok(ImportView.Of(progress, time.GetUtcNow(), Address(request, id)))
            : EndpointJson.UnknownImport(id);
    }

    /// <summary><c>GET imports?skip=0&amp;take=50</c>: the imports, newest first.</summary>
    [Function(nameof(ListImports))]
    public async Task<IResult> ListImports(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "imports")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!TryRead(request, "skip", 0, int.MaxValue - MaxPageSize, out var skip) || !TryRead(request, "take", PageSize, MaxPageSize, out var take))
        {
            return EndpointJson.Problem(
                StatusCodes.Status400BadRequest, "No such page", $"skip takes a whole number from 0, take one from 0 to {MaxPageSize}.");
        }

        // One more than asked for tells whether there are more.
        var found = await imports.ListAsync(skip, take + 1, cancellationToken);
        var now = time.GetUtcNow();
        var views = found.Take(take).Select(each => ImportView.Of(each, now, Address(request, each.BatchId))).ToArray();
        return EndpointJson.Ok(new ImportPage(views, found.Count > take ? $"{Root(request)}?skip={skip + take}&take={take}" : null));
    }

    /// <summary><c>GET imports/{id}/workbook</c>: leads to the result workbook, by a link made for this request that soon expires.</summary>
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
            ? TypedResults.Redirect(link.ToString())
            : EndpointJson.Problem(StatusCodes.Status404NotFound, "No workbook", progress.State.IsFinal()
                ? $"The import {id} ended as {progress.State} and has no workbook."
                : $"The import {id} has no workbook yet: it is {progress.State}.");
    }

    private static bool TryRead(HttpRequest request, string name, int absent, int most, out int value)
    {
        value = absent;
        string? text = request.Query[name];
        return text is null
            || (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out value) && value <= most);
    }

    /// <summary>An import's own address, whichever of the endpoints is asked.</summary>
    internal static string Address(HttpRequest request, string id)
    {
        var root = Root(request);
        return $"{root[..(root.LastIndexOf("/imports", StringComparison.OrdinalIgnoreCase) + "/imports".Length)]}/{id}";
    }

    private static string Root(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}".TrimEnd('/');
}
