using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BatchImport.LocalHost.TaskHub.Serialization;
using BatchImport.LocalHost.TaskHub.Storage;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace BatchImport.LocalHost.TaskHub.Client;

/// <summary>A listing of instances; its continuation tokens are the number of the last instance of a page.</summary>
internal sealed class InstancePages(TaskHubReader reader, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
{
    public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = default, int? pageSizeHint = default)
    {
        var size = pageSizeHint is > 0 ? pageSizeHint.Value : query.PageSize > 0 ? query.PageSize : OrchestrationQuery.DefaultPageSize;
        long after = 0;
        var token = continuationToken ?? query.ContinuationToken;
        if (!string.IsNullOrEmpty(token) && !long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw new ArgumentException("The continuation token was not issued by this task hub.", nameof(continuationToken));
        }

        return PagesAsync(after, size);
    }

    internal static OrchestrationMetadata ToMetadata(InstanceRow row, bool inputsAndOutputs) => new(row.Name, row.Id)
    {
        DataConverter = inputsAndOutputs ? PayloadConverter.Instance : null,
        RuntimeStatus = (OrchestrationRuntimeStatus)row.Status,
        CreatedAt = new DateTimeOffset(row.CreatedAt),
        LastUpdatedAt = new DateTimeOffset(row.UpdatedAt),
        SerializedInput = inputsAndOutputs ? row.Input : null,
        SerializedOutput = inputsAndOutputs ? row.Output : null,
        SerializedCustomStatus = inputsAndOutputs ? row.CustomStatus : null,
        FailureDetails = inputsAndOutputs && row.Failure is not null
            ? Failures.ToClient(((ExecutionCompletedEvent)HistoryCodec.Decode(row.Failure)[0]).FailureDetails)
            : null,
        Tags = row.Tags is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Tags)!,
    };

    private async IAsyncEnumerable<Page<OrchestrationMetadata>> PagesAsync(long after, int size, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyCollection<OrchestrationStatus>? statuses = query.Statuses?.Select(status => (OrchestrationStatus)status).ToList() is { Count: > 0 } asked
            ? asked
            : null;
        InstanceFilter filter = new(query.CreatedFrom, query.CreatedTo, statuses, query.InstanceIdPrefix);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // One more than the page, to determine whether there is a next one.
            var rows = await Task.Run(() => reader.Find(filter, after, size + 1), cancellationToken);
            List<InstanceRow> page = [.. rows.Take(size)];
            after = page.Count > 0 ? page[^1].Key : after;
            var more = rows.Count > size;
            yield return new Page<OrchestrationMetadata>(
                [.. page.Select(row => ToMetadata(row, query.FetchInputsAndOutputs))], more ? after.ToString(CultureInfo.InvariantCulture) : null);
            if (!more)
            {
                yield break;
            }
        }
    }
}
