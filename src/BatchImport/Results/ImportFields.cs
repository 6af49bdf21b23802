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

    /// <summary>Adds alternating names and values of an import's progress.</summary>
    public static void Add(List<RedisValue> to, ImportProgress progress)
    {
        Add(to, State, progress.State.ToString());
        Add(to, FileName, progress.FileName);
        Add(to, ReceivedAt, progress.ReceivedAt);
        Add(to, ExpiresAt, progress.ExpiresAt);
        Add(to, new ProgressChange(progress)
        {
            Rows = progress.Rows,
            Succeeded = progress.Succeeded,
            Failed = progress.Failed,
            ProcessingAt = progress.ProcessingAt,
            FinishedAt = progress.FinishedAt,
            HasWorkbook = progress.HasWorkbook ? true : null,
            Waiting = progress.Waiting?.ToString(),
            Webhooks = progress.Webhooks.Count == 0 ? null : progress.Webhooks,
        });
    }

    /// <summary>Adds alternating names and values of what changes.</summary>
    public static void Add(List<RedisValue> to, ProgressChange change)
    {
        AddRecord(to, change);
        Add(to, Rows, change.Rows);
        Add(to, Succeeded, change.Succeeded);
        Add(to, Failed, change.Failed);
        Add(to, ProcessingAt, change.ProcessingAt);
        Add(to, FinishedAt, change.FinishedAt);
        Add(to, HasWorkbook, change.HasWorkbook);
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

        return new ImportProgress(ReadRecord(fields))
        {
            BatchId = batchId,
            State = Enum.Parse<ImportState>(state.ToString()),
            FileName = Text(fields, FileName) ?? "",
            Rows = Number(fields, Rows),
            Succeeded = Number(fields, Succeeded) ?? 0,
            Failed = Number(fields, Failed) ?? 0,
            ReceivedAt = Time(fields, ReceivedAt) ?? DateTimeOffset.UnixEpoch,
            ProcessingAt = Time(fields, ProcessingAt),
            FinishedAt = Time(fields, FinishedAt),
            HasWorkbook = Number(fields, HasWorkbook) == 1,
            Waiting = ImportWait.Parse(Text(fields, Waiting)),
            Webhooks = Text(fields, Webhooks) is { } webhooks ? JsonSerializer.Deserialize(webhooks, ImportJson.Default.IReadOnlyListWebhookResult) ?? [] : [],
            ExpiresAt = Time(fields, ExpiresAt) ?? DateTimeOffset.UnixEpoch,
        };
    }

    private static void AddRecord(List<RedisValue> to, ImportRecord record)
    {
        Add(to, Owner, record.Owner);
        Add(to, Definition, record.Definition);
        Add(to, Follows, record.Follows);
        Add(to, StartedAt, record.StartedAt);
        Add(to, Problem, record.Problem);
        Add(to, ProblemCode, record.ProblemCode);
        Add(to, Mail, record.Mail);
    }

    private static ImportRecord ReadRecord(Dictionary<string, RedisValue> fields) => new()
    {
        Owner = Text(fields, Owner),
        Definition = Text(fields, Definition),
        Follows = Text(fields, Follows),
        StartedAt = Time(fields, StartedAt),
        Problem = Text(fields, Problem),
        ProblemCode = Text(fields, ProblemCode),
        Mail = Text(fields, Mail),
    };

    private static string? Text(Dictionary<string, RedisValue> fields, string name) => fields.TryGetValue(name, out var value) ? value.ToString() : null;

    private static int? Number(Dictionary<string, RedisValue> fields, string name) => fields.TryGetValue(name, out var value) ? (int)value : null;

    private static DateTimeOffset? Time(Dictionary<string, RedisValue> fields, string name) =>
        Text(fields, name) is { } time ? DateTimeOffset.ParseExact(time, "O", CultureInfo.InvariantCulture) : null;

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
