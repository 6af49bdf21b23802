using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BatchImport.LocalHost.TaskHub.Storage;

/// <summary>
/// Opens a task hub's SQLite file. It is written in write-ahead mode: committed changes survive if the process is killed at any moment;
/// whether it survives a power failure is <see cref="TaskHubOptions.SurvivePowerLoss"/>.
/// </summary>
internal static class TaskHubFile
{
    // SQLite's result codes, https://sqlite.org/rescode.html
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;

    // A full check reads the whole file; in a larger file, damage is found when it is read.
    private const long LargestCheckedAtOpen = 32 * 1024 * 1024;

    /// <summary>Opens the file for writing; creates it when it does not exist.</summary>
    /// <exception cref="TaskHubException">It is not a task hub, or has a newer or an earlier version.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="SqliteException">It is damaged (<see cref="IsCorruption"/>), or cannot be opened.</exception>
    public static SqliteConnection OpenForWriting(TaskHubOptions options)
    {
        var path = options.FilePath;
        VerifyFormat(path);
        SqliteConnection connection = new(ConnectionString(path, SqliteOpenMode.ReadWriteCreate, pooling: false));
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, options.SurvivePowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            Execute(connection, "PRAGMA wal_autocheckpoint = 4000");
            Execute(connection, "PRAGMA journal_size_limit = 67108864");
            Execute(connection, "PRAGMA temp_store = MEMORY");
            Verify(connection, path);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file for reading, concurrently with the writer.</summary>
    public static SqliteConnection OpenForReading(string path)
    {
        SqliteConnection connection = new(ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: true));
        connection.Open();
        return connection;
    }

    /// <summary>Whether SQLite reports that the file is damaged.</summary>
    public static bool IsCorruption(SqliteException e) => e.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase;

    /// <summary>Renames a damaged file, so that it is preserved and the next start creates an empty one.</summary>
    public static TaskHubException Quarantine(string path, TimeProvider time, string reason, Exception inner)
    {
        var aside = $"{path}.corrupt-{time.GetUtcNow().ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}";
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, aside + suffix);
            }
        }

        return new TaskHubException(
            $"The task hub's file '{path}' is damaged ({reason}) and was renamed to '{aside}'. Orchestrations in it do not continue. Start again to"
            + " begin with an empty task hub, or first put a good copy in its place (with its -wal file, when there is one).",
            inner);
    }

    // Read-only, so that a file that is refused is not changed by a byte.
    private static void VerifyFormat(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return;
        }

        using SqliteConnection connection = new(ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: false));
        connection.Open();
        if (IsEmpty(connection))
        {
            return;
        }

        if (Scalar(connection, "PRAGMA application_id") != TaskHubSchema.ApplicationId)
        {
            throw new TaskHubException(
                $"'{path}' is an SQLite file, but not a task hub: it was left as it is. Move it away, or choose another folder or hub name (host.json, extensions.durableTask.hubName).");
        }

        var version = Scalar(connection, "PRAGMA user_version");
        if (version > TaskHubSchema.Version)
        {
            throw new TaskHubException(
                $"The task hub's file '{path}' was written by a newer version (format {version}; this one reads {TaskHubSchema.Version}): it was left as it is. Use the newer version, or another hub name (host.json, extensions.durableTask.hubName).");
        }

        if (version < TaskHubSchema.Version)
        {
            throw new TaskHubException(
                $"The task hub's file '{path}' was written by an earlier version (format {version}; this one reads {TaskHubSchema.Version}), which this one cannot continue: it was left as it is."
                + " Let the earlier version finish its orchestrations first; then, or to give them up, delete or rename the file together with those of the same name that end in -wal, -shm and .running, and start again.");
        }
    }

    private static bool IsEmpty(SqliteConnection connection)
        => Scalar(connection, "SELECT count(*) FROM sqlite_schema") == 0 && Scalar(connection, "PRAGMA user_version") == 0;

    private static void Verify(SqliteConnection connection, string path)
    {
        if (IsEmpty(connection))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, TaskHubSchema.Create);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {TaskHubSchema.ApplicationId}"));
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {TaskHubSchema.Version}"));
            transaction.Commit();
            return;
        }

        if (new FileInfo(path).Length <= LargestCheckedAtOpen)
        {
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            var result = check.ExecuteScalar() as string;
            if (result != "ok")
            {
                throw new InvalidDataException(result);
            }
        }
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling)
        => new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = pooling, DefaultTimeout = 30 }.ToString();

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
