using Microsoft.Data.Sqlite;

namespace BatchImport.LocalHost.Tests.TaskHub;

/// <summary>A task hub's file in the previous format, with an instance in its write-ahead log, as a killed host leaves it.</summary>
internal static class FormatOneFile
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE instances (
            key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, root INTEGER NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, status INTEGER NOT NULL,
            generation INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, start_at INTEGER, input BLOB, output BLOB, custom_status BLOB,
            failure BLOB, tags TEXT, parent_key INTEGER, parent_id TEXT, parent_name TEXT, parent_task INTEGER, parent_generation INTEGER);
        CREATE TABLE history (instance INTEGER NOT NULL, sequence INTEGER NOT NULL, events BLOB NOT NULL, PRIMARY KEY (instance, sequence)) WITHOUT ROWID;
        CREATE TABLE messages (number INTEGER PRIMARY KEY, instance INTEGER NOT NULL, generation INTEGER, event BLOB NOT NULL);
        CREATE TABLE suspects (instance INTEGER NOT NULL, generation INTEGER NOT NULL, task INTEGER NOT NULL, crashes INTEGER NOT NULL,
            PRIMARY KEY (instance, generation, task)) WITHOUT ROWID;
        PRAGMA application_id = 1112110184;
        PRAGMA user_version = 1;
        INSERT INTO instances (key, id, root, name, version, status, generation, created, updated) VALUES (1, 'a', 1, 'Wait', '', 0, 0, 0, 0);
        """;

    public static void Write(string path)
    {
        var original = path + ".original";
        using (SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = original, Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Schema;
            command.ExecuteNonQuery();

            // Copied while the connection is open, which preserves the log.
            File.Copy(original, path);
            File.Copy(original + "-wal", path + "-wal");
        }

        File.Delete(original);
    }
}
