using System.Globalization;
using BatchImport.Common;
using BatchImport.Functions.Endpoints;
using BatchImport.LocalHost.Hosting;
using BatchImport.LocalHost.Services;

namespace BatchImport.LocalHost.Cli;

/// <summary>The imports of a running host, read over HTTP. Their ids may be abbreviated.</summary>
/// <param name="session">The host.</param>
internal sealed class HostedImports(HostSession session)
{
    /// <summary>The smallest number of characters of an abbreviated id.</summary>
    public const int ShortestId = 4;

    private const int PageSize = 200;
    private const int MostShown = 5;

    /// <summary>The error in an id as it was entered; null for a valid one.</summary>
    public static string? ProblemOfId(string typed) =>
        typed.Length is >= ShortestId and <= 32 && typed.All(char.IsAsciiHexDigit)
            ? null
            : $"'{TerminalText.Escape(typed)}' is not the id of an import, which has 32 characters of 0-9 and a-f, of which the first {ShortestId} or more are enough. 'list' shows them.";

    /// <summary>Imports, newest first: <c>GET imports</c>.</summary>
    /// <param name="query">The query, without its question mark.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandException">The host rejects the query, or fails.</exception>
    public async Task<HostAnswer> ListAsync(string query, CancellationToken cancellationToken)
    {
        var answer = await AskAsync($"imports?{query}", cancellationToken);
        return answer.IsSuccess ? answer : throw new CommandException(ExitCodes.Failed, answer.Problem);
    }

    /// <summary>One import: <c>GET imports/{id}</c>.</summary>
    /// <param name="typed">Its id or the beginning of it; case is ignored.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandException">No import, or more than one, has such an id; the message lists similar ones.</exception>
    public async Task<HostAnswer> FindAsync(string typed, CancellationToken cancellationToken)
    {
        var id = typed.ToLowerInvariant();
        if (!ImportId.IsValid(id))
        {
            var found = await BeginningWithAsync(id, cancellationToken);
            id = found switch
            {
                [] => throw Unknown(id, found),
                [var only] => only.Id,
                _ => throw new CommandException(ExitCodes.Usage, $"{found.Count} imports begin with {id}:{Shown(found)}"),
            };
        }

        var answer = await AskAsync($"imports/{id}", cancellationToken);
        return answer switch
        {
            { IsSuccess: true } => answer,
            { Status: System.Net.HttpStatusCode.NotFound } => throw Unknown(id, await BeginningWithAsync(id[..ShortestId], cancellationToken)),
            _ => throw new CommandException(ExitCodes.Failed, answer.Problem),
        };
    }

    /// <summary>An import's first errors: <c>GET imports/{id}/errors</c>.</summary>
    /// <exception cref="CommandException">The host fails.</exception>
    public async Task<HostAnswer> ErrorsAsync(string id, int take, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(string.Create(CultureInfo.InvariantCulture, $"imports/{id}/errors?take={take}"), cancellationToken);
        return answer.IsSuccess ? answer : throw new CommandException(ExitCodes.Failed, answer.Problem);
    }

    /// <summary>Sends a command to an import: <c>POST imports/{id}/{command}</c>.</summary>
    /// <returns>The answer, which may be a refusal.</returns>
    /// <exception cref="LocalHostException">The host does not answer.</exception>
    public Task<HostAnswer> SendAsync(string id, string command, CancellationToken cancellationToken) =>
        session.Client.PostAsync(session.Status.RoutePrefix, $"imports/{id}/{command}", cancellationToken);

    private static CommandException Unknown(string id, List<ImportView> resembling) => new(
        ExitCodes.Usage,
        $"No import {id} is known: it does not exist, or it has expired."
        + (resembling.Count == 0 ? " 'list' shows the known ones." : $" Did you mean:{Shown(resembling)}"));

    private static string Shown(List<ImportView> imports) =>
        string.Concat(imports.Take(MostShown).Select(each => $"\n  {each.Id}  {EndpointJson.Word(each.State)}  {TerminalText.Escape(each.FileName)}"))
        + (imports.Count > MostShown ? $"\n  and {imports.Count - MostShown} more: 'list' shows them" : "");

    private async Task<List<ImportView>> BeginningWithAsync(string beginning, CancellationToken cancellationToken)
    {
        // By id: an import that arrives meanwhile shifts all others by one.
        var found = new Dictionary<string, ImportView>(StringComparer.Ordinal);
        for (var skip = 0; ; skip += PageSize)
        {
            var page = (await ListAsync(string.Create(CultureInfo.InvariantCulture, $"skip={skip}&take={PageSize}"), cancellationToken)).Read<ImportPage>();
            foreach (var each in page.Items.Where(each => each.Id.StartsWith(beginning, StringComparison.Ordinal)))
            {
                found[each.Id] = each;
            }

            if (page.Next is null)
            {
                return [.. found.Values];
            }
        }
    }

    private Task<HostAnswer> AskAsync(string path, CancellationToken cancellationToken) => session.Client.GetAsync(session.Status.RoutePrefix, path, cancellationToken);
}
