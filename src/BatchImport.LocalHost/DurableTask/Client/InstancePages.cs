using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BatchImport.LocalHost.DurableTask.Engine;
using BatchImport.LocalHost.DurableTask.Storage;

namespace BatchImport.LocalHost.DurableTask.Client;

/// <summary>A listing of instances; its continuation tokens are the number of the last instance of a page.</summary>
internal sealed class InstancePages(TaskHubReader reader, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
{
    public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = default, int? pageSizeHint = default)
    {
        int size = pageSizeHint is > 0 ? pageSizeHint.Value : query.PageSize > 0 ? query.PageSize : OrchestrationQuery.DefaultPageSize;
        long after = 0;
        string? token = continuationToken ?? query.ContinuationToken;
        if (!string.IsNullOrEmpty(token) && !long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw new ArgumentException("The continuation token is none that this task hub gave.", nameof(continuationToken));
        }

        return PagesAsync(after, size);
    }

    internal static OrchestrationMetadata ToMetadata(InstanceRow row, bool inputsAndOutputs) => new(row.Name, row.Id)
    {
        RuntimeStatus = row.Status,
        CreatedAt = new DateTimeOffset(row.CreatedAt),
        LastUpdatedAt = new DateTimeOffset(row.UpdatedAt),
        HasInputsAndOutputs = inputsAndOutputs,
        SerializedInput = inputsAndOutputs ? Payload.ToText(row.Input) : null,
        SerializedOutput = inputsAndOutputs ? Payload.ToText(row.Output) : null,
        SerializedCustomStatus = inputsAndOutputs ? Payload.ToText(row.CustomStatus) : null,
        FailureDetails = inputsAndOutputs && row.Failure is not null ? ((ExecutionCompleted)HistoryCodec.Decode(row.Failure)[0]).Failure : null,
        Tags = row.Tags is null ? ImmutableDictionary<string, string>.Empty : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Tags)!,
    };

    private async IAsyncEnumerable<Page<OrchestrationMetadata>> PagesAsync(long after, int size, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyCollection<OrchestrationRuntimeStatus>? statuses = query.Statuses?.ToList() is { Count: > 0 } asked ? asked : null;
        InstanceFilter filter = new(query.CreatedFrom, query.CreatedTo, statuses, query.InstanceIdPrefix);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // One more than the page, to know whether there is a next one.
            IReadOnlyList<InstanceRow> rows = await Task.Run(() => reader.Find(filter, after, size + 1), cancellationToken);
            List<InstanceRow> page = [.. rows.Take(size)];
            after = page.Count > 0 ? page[^1].Key : after;
            bool more = rows.Count > size;
            yield return new Page<OrchestrationMetadata>(
                [.. page.Select(row => ToMetadata(row, query.FetchInputsAndOutputs))], more ? after.ToString(CultureInfo.InvariantCulture) : null);
            if (!more)
            {
                yield break;
            }
        }
    }
}
