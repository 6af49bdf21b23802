using System.Globalization;
using System.Text.Json;
using BatchImport.Imports;
using StackExchange.Redis;

namespace BatchImport.Results;

/// <summary>An import's progress as the fields of its Redis hash. Times are ISO 8601, in UTC; a missing field is null.</summary>
internal static class ImportFields
{
    public const string State = "state";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    private const string FileName = "file";
    private const string Owner = "owner";
    private const string Definition = "definition";
    private const string Follows = "follows";
    private const string Rows = "rows";
    private const string ReceivedAt = "received";
    private const string StartedAt = "started";
    private const string ProcessingAt = "processing";
    private const string FinishedAt = "finished";
    private const string Problem = "problem";
    private const string ProblemCode = "problemCode";
    private const string HasWorkbook = "workbook";
    private const string Mail = "mail";
    private const string Waiting = "waiting";
    private const string Webhooks = "webhooks";
    private const string ExpiresAt = "expires";

    /// <summary>Adds alternating names and values of what is known of an import.</summary>
    public static void Add(List<RedisValue> to, ImportProgress progress)
    {
        Add(to, State, progress.State.ToString());
        Add(to, FileName, progress.FileName);
        Add(to, Owner, progress.Owner);
        Add(to, Definition, progress.Definition);
        Add(to, Follows, progress.Follows);
        Add(to, Rows, progress.Rows);
        Add(to, Succeeded, progress.Succeeded);
        Add(to, Failed, progress.Failed);
        Add(to, ReceivedAt, progress.ReceivedAt);
        Add(to, StartedAt, progress.StartedAt);
        Add(to, ProcessingAt, progress.ProcessingAt);
        Add(to, FinishedAt, progress.FinishedAt);
        Add(to, Problem, progress.Problem);
        Add(to, ProblemCode, progress.ProblemCode);
        Add(to, HasWorkbook, progress.HasWorkbook ? true : null);
        Add(to, Mail, progress.Mail);
        Add(to, Waiting, progress.Waiting?.ToString());
        Add(to, Webhooks, progress.Webhooks.Count == 0 ? null : Format(progress.Webhooks));
        Add(to, ExpiresAt, progress.ExpiresAt);
    }

    /// <summary>Adds alternating names and values of what changes.</summary>
    public static void Add(List<RedisValue> to, ProgressChange change)
    {
        Add(to, Owner, change.Owner);
        Add(to, Definition, change.Definition);
        Add(to, Follows, change.Follows);
        Add(to, Rows, change.Rows);
        Add(to, Succeeded, change.Succeeded);
        Add(to, Failed, change.Failed);
        Add(to, StartedAt, change.StartedAt);
        Add(to, ProcessingAt, change.ProcessingAt);
        Add(to, FinishedAt, change.FinishedAt);
        Add(to, Problem, change.Problem);
        Add(to, ProblemCode, change.ProblemCode);
        Add(to, HasWorkbook, change.HasWorkbook);
        Add(to, Mail, change.Mail);
        Add(to, Waiting, change.Waiting);
        Add(to, Webhooks, change.Webhooks is null ? null : Format(change.Webhooks));
    }

    /// <summary>
    /// The progress in a hash; null when it contains none: the hash does not exist, or has only the counters of results that were written after
    /// Redis lost its data, which <see cref="IResultStore.CreateAsync"/> restores.
    /// </summary>
    public static ImportProgress? Read(string batchId, HashEntry[] entries)
    {
        var fields = new Dictionary<string, RedisValue>(entries.Length, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            fields[entry.Name.ToString()] = entry.Value;
        }

        if (!fields.TryGetValue(State, out var state))
        {
            return null;
        }

        return new ImportProgress
        {
            BatchId = batchId,
            State = Enum.Parse<ImportState>(state.ToString()),
            FileName = Text(FileName) ?? "",
            Owner = Text(Owner),
            Definition = Text(Definition),
            Follows = Text(Follows),
            Rows = Number(Rows),
            Succeeded = Number(Succeeded) ?? 0,
            Failed = Number(Failed) ?? 0,
            ReceivedAt = Time(ReceivedAt) ?? DateTimeOffset.UnixEpoch,
            StartedAt = Time(StartedAt),
            ProcessingAt = Time(ProcessingAt),
            FinishedAt = Time(FinishedAt),
            Problem = Text(Problem),
            ProblemCode = Text(ProblemCode),
            HasWorkbook = Number(HasWorkbook) == 1,
            Mail = Text(Mail),
            Waiting = ImportWait.Parse(Text(Waiting)),
            Webhooks = Text(Webhooks) is { } webhooks ? JsonSerializer.Deserialize(webhooks, ImportJson.Default.IReadOnlyListWebhookResult) ?? [] : [],
            ExpiresAt = Time(ExpiresAt) ?? DateTimeOffset.UnixEpoch,
        };

        string? Text(string name) => fields.TryGetValue(name, out var value) ? value.ToString() : null;
        int? Number(string name) => fields.TryGetValue(name, out var value) ? (int)value : null;
        DateTimeOffset? Time(string name) =>
            fields.TryGetValue(name, out var value) ? DateTimeOffset.ParseExact(value.ToString(), "O", CultureInfo.InvariantCulture) : null;
    }

    private static string Format(IReadOnlyList<WebhookResult> webhooks) => JsonSerializer.Serialize(webhooks, ImportJson.Default.IReadOnlyListWebhookResult);

    private static void Add(List<RedisValue> to, string name, string? value)
    {
        if (value is not null)
        {
            to.Add(name);
            to.Add(value);
        }
    }

    private static void Add(List<RedisValue> to, string name, int? value) => Add(to, name, value?.ToString(CultureInfo.InvariantCulture));

    private static void Add(List<RedisValue> to, string name, bool? value) => Add(to, name, value is null ? null : value.Value ? "1" : "0");

    private static void Add(List<RedisValue> to, string name, DateTimeOffset? value) =>
        Add(to, name, value?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
}
