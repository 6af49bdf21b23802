using System.Globalization;
using BatchImport.LocalHost.TaskHub.Storage;
using BatchImport.LocalHost.Services;
using Microsoft.Data.Sqlite;

namespace BatchImport.LocalHost.Triggers;

/// <summary>
/// The state of triggers that survives restarts, in one SQLite file: which blob versions were processed, the attempts at others, and when
/// timers ran. Written by one host at a time; thread-safe within it.
/// </summary>
internal sealed class TriggerStore : IDisposable, IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Lock _turn = new();

    private TriggerStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file, which is created when it does not exist.</summary>
    /// <exception cref="LocalHostException">It is damaged and was renamed, or cannot be written.</exception>
    public static TriggerStore Open(string path, TimeProvider time)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return OpenFile(path);
        }
        catch (SqliteException ex) when (TaskHubFile.IsCorruption(ex))
        {
            throw Quarantine(path, time, ex);
        }
        catch (Exception ex) when (ex is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw LocalHostException.NotWritable(path, ex);
        }
    }

    private static LocalHostException Quarantine(string path, TimeProvider time, SqliteException ex)
    {
        var aside = $"{path}.corrupt-{time.GetUtcNow().ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}";
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, aside + suffix);
            }
        }

        return new LocalHostException(
            $"The file {path} is damaged ({ex.Message}) and was renamed to {aside}. Start again to begin with an empty one: which files were imported is known from the storage account, and timers run at their next occurrence.", ex);
    }

    private static TriggerStore OpenFile(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Execute(connection, """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = NORMAL;
                CREATE TABLE IF NOT EXISTS receipts (
                    watch TEXT NOT NULL, blob TEXT NOT NULL, etag TEXT NOT NULL, attempts INTEGER NOT NULL, done INTEGER NOT NULL,
                    PRIMARY KEY (watch, blob)) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS timers (
                    function TEXT NOT NULL PRIMARY KEY, last TEXT NULL, next TEXT NOT NULL, updated TEXT NOT NULL) WITHOUT ROWID;
                SELECT count(*) FROM receipts;
                SELECT count(*) FROM timers;
                """);
            return new TriggerStore(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Every receipt of a watch: a blob's last known version, the number of attempts, and whether it is finished.</summary>
    public Dictionary<string, BlobReceipt> ReadReceipts(string watch)
    {
        lock (_turn)
        {
            using var command = Command("SELECT blob, etag, attempts, done FROM receipts WHERE watch = $watch", ("$watch", watch));
            using var reader = command.ExecuteReader();
            var receipts = new Dictionary<string, BlobReceipt>(StringComparer.Ordinal);
            while (reader.Read())
            {
                receipts[reader.GetString(0)] = new BlobReceipt(reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3) != 0);
            }

            return receipts;
        }
    }

    /// <summary>Writes a blob's receipt, replacing an earlier one.</summary>
    public void WriteReceipt(string watch, string blob, BlobReceipt receipt) => Run(
        "INSERT OR REPLACE INTO receipts (watch, blob, etag, attempts, done) VALUES ($watch, $blob, $etag, $attempts, $done)",
        ("$watch", watch), ("$blob", blob), ("$etag", receipt.ETag), ("$attempts", receipt.Attempts), ("$done", receipt.IsDone ? 1 : 0));

    /// <summary>Removes the receipt of a blob that does not exist any more.</summary>
    public void DeleteReceipt(string watch, string blob) => Run(
        "DELETE FROM receipts WHERE watch = $watch AND blob = $blob", ("$watch", watch), ("$blob", blob));

    /// <summary>The stored state of a timer; null for a new one.</summary>
    public TimerRecord? ReadTimer(string function)
    {
        lock (_turn)
        {
            using var command = Command("SELECT last, next, updated FROM timers WHERE function = $function", ("$function", function));
            using var reader = command.ExecuteReader();
            return reader.Read()
                ? new TimerRecord(reader.IsDBNull(0) ? null : Time(reader.GetString(0)), Time(reader.GetString(1)), Time(reader.GetString(2)))
                : null;
        }
    }

    /// <summary>Stores the state of a timer.</summary>
    public void WriteTimer(string function, TimerRecord record) => Run(
        "INSERT OR REPLACE INTO timers (function, last, next, updated) VALUES ($function, $last, $next, $updated)",
        ("$function", function), ("$last", record.Last is { } last ? Text(last) : DBNull.Value), ("$next", Text(record.Next)), ("$updated", Text(record.Updated)));

    public void Dispose() => _connection.Dispose();

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Run(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        lock (_turn)
        {
            using var command = Command(sql, parameters);
            command.ExecuteNonQuery();
        }
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}

/// <summary>The stored state of a blob.</summary>
/// <param name="ETag">Its version.</param>
/// <param name="Attempts">The number of attempts at that version.</param>
/// <param name="IsDone">True when it was processed, or given up.</param>
internal sealed record BlobReceipt(string ETag, int Attempts, bool IsDone);

/// <summary>The stored state of a timer.</summary>
/// <param name="Last">Its last occurrence that ran; null for none.</param>
/// <param name="Next">The occurrence after it.</param>
/// <param name="Updated">When this was written.</param>
internal sealed record TimerRecord(DateTimeOffset? Last, DateTimeOffset Next, DateTimeOffset Updated);
