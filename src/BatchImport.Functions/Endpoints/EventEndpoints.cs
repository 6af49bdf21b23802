using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using BatchImport.Common;
using BatchImport.Imports;
using BatchImport.Pipeline;
using BatchImport.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace BatchImport.Functions.Endpoints;

/// <summary>An import's progress as server-sent events.</summary>
/// <param name="imports">The import path.</param>
/// <param name="time">The time.</param>
public sealed class EventEndpoints(IImportSteps imports, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // Intermediaries such as Azure's load balancer close a connection that is idle for some minutes.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(20);

    // A connected client reconnects by itself; the connection of a client that disappeared is closed.
    private static readonly TimeSpan LongestStream = TimeSpan.FromMinutes(10);

    /// <summary><c>GET imports/{id}/events</c>: the import's view whenever it changed, at most once a second; ends with the final one.</summary>
    [Function(nameof(WatchImport))]
    public async Task<IResult> WatchImport(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "imports/{id}/events")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!ImportId.IsValid(id) || await imports.FindAsync(id, cancellationToken) is not { } progress)
        {
            return EndpointJson.UnknownImport(id);
        }

        return TypedResults.ServerSentEvents(FollowAsync(progress, EndpointUrls.ForImport(request, id), cancellationToken, request.HttpContext.RequestAborted));
    }

    private async IAsyncEnumerable<SseItem<string>> FollowAsync(
        ImportProgress progress, string url, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        var began = time.GetTimestamp();
        var sent = began;
        ImportProgress? last = null;
        while (true)
        {
            if (progress != last || time.GetElapsedTime(sent) >= LongestSilence)
            {
                yield return new SseItem<string>(EndpointJson.Text(ImportView.From(progress, time.GetUtcNow(), url)), "import");
                (last, sent) = (progress, time.GetTimestamp());
            }

            if (progress.State.IsFinal() || time.GetElapsedTime(began) >= LongestStream)
            {
                yield break;
            }

            await Task.Delay(Every, time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ends.IsCancellationRequested || await imports.FindAsync(progress.BatchId, CancellationToken.None) is not { } next)
            {
                yield break;
            }

            progress = next;
        }
    }
}
