using System.Globalization;
using BatchImport.Common;
using BatchImport.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Endpoints;

/// <summary>The results of single rows, over HTTP. A row's values are not returned; the message of an error may quote the invalid value.</summary>
/// <param name="imports">The import path.</param>
/// <param name="rows">Reads rows.</param>
public sealed class RowEndpoints(IImportSteps imports, IImportRows rows)
{
    private const int PageSize = 100;
    private const int MaxPageSize = 500;

    /// <summary><c>GET imports/{id}/errors?after=0&amp;take=100&amp;text=</c>: rows with errors, in the order in which they were found.</summary>
    [Function(nameof(ListErrors))]
    public async Task<IResult> ListErrors(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "imports/{id}/errors")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = new QueryReader(request);
        var after = query.Number("after", 0L, int.MaxValue);
        var take = query.Number("take", PageSize, MaxPageSize);
        var text = query.Text("text");
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return ImportId.IsValid(id) && await imports.FindAsync(id, cancellationToken) is not null
            ? EndpointJson.Ok(ErrorPage.From(await rows.ErrorsAsync(id, after, take, text, cancellationToken)))
            : EndpointJson.UnknownImport(id);
    }

    /// <summary><c>GET imports/{id}/rows/{number}</c>: the result of the row with a number in the sheet.</summary>
    [Function(nameof(GetRow))]
    public async Task<IResult> GetRow(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "imports/{id}/rows/{number}")] HttpRequest request, string id, string number, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!ImportId.IsValid(id) || await imports.FindAsync(id, cancellationToken) is null)
        {
            return EndpointJson.UnknownImport(id);
        }

        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && await rows.FindAsync(id, row, cancellationToken) is { } found
            ? EndpointJson.Ok(RowView.From(found))
            : EndpointJson.Problem(StatusCodes.Status404NotFound, "Row not found", $"The import {id} has no row of that number. Rows are numbered as a spreadsheet program shows them; the header is not a row of the import.");
    }
}
