using System.Globalization;
using System.Text;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.Data.Sqlite;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>Reads committed data. Safe to use from several threads, concurrently with the writer.</summary>
internal sealed class TaskHubReader(string path) : IDisposable
{
    private const string Columns =
        "key, id, root, name, version, status, generation, created, updated, start_at, input, output, custom_status, failure, tags, "
        + "parent_key, parent_id, parent_name, parent_task, parent_generation";

    private const string Unfinished = "status IN (0, 6, 7)";

    public InstanceRow? FindInstance(string id) => Query($"SELECT {Columns} FROM instances WHERE id = $id", ReadInstance, ("$id", id)).FirstOrDefault();

    /// <summary>The instances that have not ended.</summary>
    public IReadOnlyList<InstanceRow> UnfinishedInstances() => Query($"SELECT {Columns} FROM instances WHERE {Unfinished} ORDER BY key", ReadInstance);

    public IReadOnlyList<MessageRow> Messages() => Query(
        "SELECT number, instance, generation, event FROM messages ORDER BY number",
        r => new MessageRow(r.GetInt64(0), r.GetInt64(1), r.IsDBNull(2) ? null : r.GetInt32(2), r.GetFieldValue<byte[]>(3)));

    public IReadOnlyList<SuspectRow> Suspects() => Query(
        "SELECT instance, generation, task, crashes FROM suspects", r => new SuspectRow(r.GetInt64(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3)));

    public long LastKey() => Query("SELECT coalesce(max(key), 0) FROM instances", r => r.GetInt64(0))[0];

    public long LastMessage() => Query("SELECT coalesce(max(number), 0) FROM messages", r => r.GetInt64(0))[0];

    /// <summary>An instance's history, by steps: sequence numbers and events.</summary>
    public IReadOnlyList<(int Sequence, List<HistoryEvent> Events)> History(long key) => Query(
        "SELECT sequence, events FROM history WHERE instance = $key ORDER BY sequence",
        r => (r.GetInt32(0), HistoryCodec.Decode(r.GetFieldValue<byte[]>(1))),
        ("$key", key));

    /// <summary>The finished sub-orchestrations of an instance, and theirs.</summary>
    public IReadOnlyList<long> FinishedDescendants(long key) => Query(
        $"""
        WITH RECURSIVE family (key, finished) AS (
            SELECT key, NOT {Unfinished} FROM instances WHERE parent_key = $key
            UNION ALL
            SELECT i.key, NOT i.{Unfinished} FROM instances i JOIN family f ON i.parent_key = f.key)
        SELECT key FROM family WHERE finished
        """,
        r => r.GetInt64(0),
        ("$key", key));

    /// <summary>Instances in the order in which they were created.</summary>
    /// <param name="filter">The conditions.</param>
    /// <param name="after">Only those with a higher number.</param>
    /// <param name="count">The largest number of instances.</param>
    public IReadOnlyList<InstanceRow> Find(InstanceFilter filter, long after, int count)
    {
        StringBuilder sql = new($"SELECT {Columns} FROM instances WHERE key > $after");
        List<(string, object)> parameters = [("$after", after), ("$count", count)];
        if (filter.CreatedFrom is { } from)
        {
            sql.Append(" AND created >= $from");
            parameters.Add(("$from", from.UtcTicks));
        }

        if (filter.CreatedTo is { } to)
        {
            sql.Append(" AND created <= $to");
            parameters.Add(("$to", to.UtcTicks));
        }

        if (!string.IsNullOrEmpty(filter.InstanceIdPrefix))
        {
            sql.Append(" AND substr(id, 1, length($prefix)) = $prefix");
            parameters.Add(("$prefix", filter.InstanceIdPrefix));
        }

        if (filter.Statuses is not null)
        {
            sql.Append(" AND status IN (").AppendJoin(',', filter.Statuses.Select(s => ((int)s).ToString(CultureInfo.InvariantCulture))).Append(')');
        }

        sql.Append(" ORDER BY key LIMIT $count");
        return Query(sql.ToString(), ReadInstance, [.. parameters]);
    }

    public void Dispose()
    {
        using var connection = TaskHubFile.OpenForReading(path);
        SqliteConnection.ClearPool(connection);
    }

    private static InstanceRow ReadInstance(SqliteDataReader r) => new(r.GetInt64(0), r.GetString(1), r.GetInt64(2))
    {
        Name = r.GetString(3),
        Version = r.GetString(4),
        Status = (OrchestrationStatus)r.GetInt32(5),
        Generation = r.GetInt32(6),
        CreatedAt = Time(r, 7)!.Value,
        UpdatedAt = Time(r, 8)!.Value,
        StartAt = Time(r, 9),
        Input = Text(r, 10),
        Output = Text(r, 11),
        CustomStatus = Text(r, 12),
        Failure = Blob(r, 13),
        Tags = Text(r, 14),
        Parent = r.IsDBNull(15) ? null : new ParentRow(r.GetInt64(15), r.GetString(16), r.GetString(17), r.GetInt32(18), r.GetInt32(19)),
    };

    private static DateTime? Time(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : new DateTime(r.GetInt64(column), DateTimeKind.Utc);

    private static string? Text(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static byte[]? Blob(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<byte[]>(column);

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var connection = TaskHubFile.OpenForReading(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        List<T> rows = [];
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}

/// <summary>The conditions on instances; null for none.</summary>
internal sealed record InstanceFilter(
    DateTimeOffset? CreatedFrom, DateTimeOffset? CreatedTo, IReadOnlyCollection<OrchestrationStatus>? Statuses, string? InstanceIdPrefix);
