using BatchImport.Common;
using BatchImport.Functions.Orchestrations;
using BatchImport.Functions.Triggers;
using BatchImport.Imports;
using BatchImport.Mail;
using BatchImport.Pipeline;
using BatchImport.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BatchImport.Functions.Endpoints;

/// <summary>The commands of an import over HTTP.</summary>
/// <param name="imports">The import path.</param>
/// <param name="handler">Executes the commands.</param>
/// <param name="stranded">Ends imports that no orchestration works on.</param>
/// <param name="lanes">Notifies the lanes of a new state.</param>
/// <param name="time">The time, for rates.</param>
public sealed class CommandEndpoints(IImportSteps imports, IImportCommandHandler handler, StrandedImports stranded, LaneNotifier lanes, TimeProvider time)
{
    /// <summary><c>POST imports/{id}/pause</c>: starts no further row until the import is resumed.</summary>
    [Function(nameof(PauseImport))]
    public Task<IResult> PauseImport(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "imports/{id}/pause")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => SendAsync(request, client, id, ImportCommand.Pause, cancellationToken);

    /// <summary><c>POST imports/{id}/resume</c>: continues with the rows that have no result.</summary>
    [Function(nameof(ResumeImport))]
    public Task<IResult> ResumeImport(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "imports/{id}/resume")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => SendAsync(request, client, id, ImportCommand.Resume, cancellationToken);

    /// <summary><c>POST imports/{id}/cancel</c>: ends the import, with a workbook of the rows that were processed and those that were not.</summary>
    [Function(nameof(CancelImport))]
    public Task<IResult> CancelImport(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "imports/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => SendAsync(request, client, id, ImportCommand.Cancel, cancellationToken);

    /// <summary><c>POST imports/{id}/resend</c>: sends the result mail again; that of an import whose orchestration was lost, when it has been ended.</summary>
    [Function(nameof(ResendMail))]
    public async Task<IResult> ResendMail(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "imports/{id}/resend")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (progress, refusal) = await FindAsync(request, id, cancellationToken);
        if (progress is null)
        {
            return refusal!;
        }

        if (!ImportStates.CommandsIn(progress.State).Contains(ImportCommand.Resend))
        {
            if (await stranded.EndIfStrandedAsync(client, id, cancellationToken))
            {
                // Its end, which has begun now, includes the mail.
                return await ViewAsync(request, id, StatusCodes.Status202Accepted, cancellationToken);
            }

            return NotPossible(progress, "its mail cannot be sent again");
        }

        if (progress.Owner is null)
        {
            return EndpointJson.Problem(StatusCodes.Status409Conflict, "No owner", $"The import {id} has no owner to mail.");
        }

        try
        {
            return await imports.SendAgainAsync(id, cancellationToken)
                ? await ViewAsync(request, id, StatusCodes.Status200OK, cancellationToken)
                : EndpointJson.Problem(StatusCodes.Status502BadGateway, "Mail refused", "The mail service refused the mail; the reason is in the log.");
        }
        catch (MailException)
        {
            return EndpointJson.Problem(
                StatusCodes.Status503ServiceUnavailable, "Mail service unavailable", "The mail service did not accept the mail. Try again later.");
        }
    }

    private async Task<IResult> SendAsync(HttpRequest request, DurableTaskClient client, string id, ImportCommand command, CancellationToken cancellationToken)
    {
        var (progress, refusal) = await FindAsync(request, id, cancellationToken);
        if (progress is null)
        {
            return refusal!;
        }

        if (!await handler.HandleAsync(id, command, cancellationToken))
        {
            // The state may have changed between the two reads; the current one is returned.
            progress = await imports.FindAsync(id, cancellationToken) ?? progress;
            return NotPossible(progress, $"it cannot be {Participle(command)}");
        }

        if (!await stranded.EndIfStrandedAsync(client, id, cancellationToken))
        {
            await lanes.NotifyAsync(client, id, cancellationToken);
        }

        return await ViewAsync(request, id, StatusCodes.Status202Accepted, cancellationToken);
    }

    private async Task<(ImportProgress? Progress, IResult? Refusal)> FindAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (CallerCheck.Refusal(request) is { } refusal)
        {
            return (null, refusal);
        }

        return ImportId.IsValid(id) && await imports.FindAsync(id, cancellationToken) is { } progress
            ? (progress, null)
            : (null, EndpointJson.UnknownImport(id));
    }

    private async Task<IResult> ViewAsync(HttpRequest request, string id, int status, CancellationToken cancellationToken) =>
        await imports.FindAsync(id, cancellationToken) is { } progress
            ? EndpointJson.Ok(ImportView.From(progress, time.GetUtcNow(), EndpointUrls.ForImport(request, id)), status)
            : EndpointJson.UnknownImport(id);

    private static IResult NotPossible(ImportProgress progress, string what)
    {
        var commands = ImportView.CommandsFor(progress);
        return EndpointJson.Problem(
            StatusCodes.Status409Conflict,
            "Not possible now",
            $"The import {progress.BatchId} is {EndpointJson.Word(progress.State)}: {what}. Possible now: {(commands.Count == 0 ? "nothing" : string.Join(", ", commands))}.",
            ("commands", commands));
    }

    private static string Participle(ImportCommand command) => command switch
    {
        ImportCommand.Pause => "paused",
        ImportCommand.Resume => "resumed",
        _ => "cancelled",
    };
}
